using Pruning.Data.Import;

namespace Pruning.Fuzzing.Readers;

/// <summary>Annotations in short.</summary>
internal static class ImportedText
{
    public static string Of(Annotations annotations) =>
        $"{string.Join('|', annotations.ClassNames)}: "
        + $"{string.Join('|', annotations.Splits.SelectMany(split => split.Images).SelectMany(image => image.Boxes).Select(box => $"{box.ClassIndex} {box.Left:R} {box.Top:R} {box.Right:R} {box.Bottom:R} {box.Outline.Length}"))}";
}
