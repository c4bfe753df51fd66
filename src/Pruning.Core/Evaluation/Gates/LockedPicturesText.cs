using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Pruning.Evaluation.Gates;

/// <summary>
/// Pictures as text: a line that names the format, then one a picture, such as <c>0 2|9312:0:3ff 871:2:0</c>: its labels' classes, and of each detection
/// the confidence in ten-thousandths, the class, and the IoU thresholds at which it is right, in hexadecimal.
/// </summary>
internal static class LockedPicturesText
{
    public const string FirstLine = "pruning-pictures 1";

    // RepeatedPictures counts labels by picture and class.
    private const int MostClasses = 10_000;
    private const int MostInAPicture = 10_000;

    public static string Write(ImmutableArray<PictureTally> pictures)
    {
        var text = new StringBuilder(FirstLine).Append('\n');
        foreach (var picture in pictures)
        {
            text.AppendJoin(' ', picture.Labels).Append('|');
            text.AppendJoin(' ', Enumerable.Range(0, picture.Confidences.Length).Select(index => string.Create(
                CultureInfo.InvariantCulture, $"{LockedPictures.StepOf(picture.Confidences[index])}:{picture.Classes[index]}:{picture.Correct[index]:x}")));
            text.Append('\n');
        }

        return text.ToString();
    }

    /// <exception cref="FormatException">Not what <see cref="Write"/> wrote; the message says what and where, without a full stop.</exception>
    public static ImmutableArray<PictureTally> Read(TextReader reader, int count)
    {
        if (reader.ReadLine() is not FirstLine)
            throw new FormatException($"its first line is not '{FirstLine}'");
        var pictures = ImmutableArray.CreateBuilder<PictureTally>();
        while (reader.ReadLine() is { } line)
        {
            if (pictures.Count == count)
                throw new FormatException($"it holds more pictures than the {count} that were measured");
            pictures.Add(Picture(line) ?? throw new FormatException($"its line {pictures.Count + 2} is not a picture"));
        }

        return pictures.Count == count ? pictures.DrainToImmutable() : throw new FormatException($"it holds {pictures.Count} pictures of the {count} that were measured");
    }

    private static PictureTally? Picture(string line)
    {
        if (line.Split('|') is not [var labels, var detections])
            return null;
        var (classes, found) = (Words(labels), Words(detections));
        var tally = (Labels: new int[classes.Length], Confidences: new float[found.Length], Classes: new int[found.Length], Correct: new int[found.Length]);
        for (var index = 0; index < classes.Length; index++)
        {
            if (!IsNumber(classes[index], NumberStyles.None, MostClasses - 1, out tally.Labels[index]))
                return null;
        }

        for (var index = 0; index < found.Length; index++)
        {
            if (found[index].Split(':') is not [var confidence, var @class, var correct]
                || !IsNumber(confidence, NumberStyles.None, LockedPictures.Steps, out var step)
                || !IsNumber(@class, NumberStyles.None, MostClasses - 1, out tally.Classes[index])
                || !IsNumber(correct, NumberStyles.AllowHexSpecifier, (1 << DetectionMatching.ThresholdCount) - 1, out tally.Correct[index]))
                return null;
            tally.Confidences[index] = LockedPictures.ConfidenceOf(step);
        }

        return new PictureTally([.. tally.Labels], [.. tally.Confidences], [.. tally.Classes], [.. tally.Correct]);
    }

    private static string[] Words(string text) => text.Length == 0 ? [] : text.Split(' ', MostInAPicture + 1);

    private static bool IsNumber(string text, NumberStyles style, int most, out int number) =>
        int.TryParse(text, style, CultureInfo.InvariantCulture, out number) && number >= 0 && number <= most;
}
