using Pruning.Data;

namespace Pruning.Fuzzing.Readers;

/// <summary>An image's labels.</summary>
internal sealed class LabelReader()
    : FileReader("labels", "image.txt", "Pruning.Data.LabelFile", "Pruning.Data.LabelFormatException")
{
    private const int Classes = 80;

    public override IReadOnlyList<Type> Refusals => [typeof(LabelFormatException)];

    protected override string? ReadFile(string path)
    {
        var file = LabelFile.Read(path, Classes);
        return $"{string.Join('|', file.Labels)} {file.Outlines.Sum(outline => outline.Length)} {file.Duplicates} "
            + $"{file.WithoutArea}";
    }
}
