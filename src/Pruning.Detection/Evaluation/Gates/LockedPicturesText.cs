using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Pruning.Evaluation.Gates;

/// <summary>
/// Pictures as text: a line that names the format, then one a picture, such as <c>0 2|9312:0:3ff 871:2:0</c>: its
/// labels' classes, and of each detection the confidence in ten-thousandths, the class, and the IoU thresholds at which
/// it is right, in hexadecimal; <c>150:2:0*57</c> for one that occurs 57 times in a row.
/// </summary>
internal static class LockedPicturesText
{
    public const string FirstLine = "pruning-pictures 1";

    // RepeatedPictures counts labels by picture and class.
    private const int MostClasses = 10_000;
    private const int MostInAPicture = 10_000;

    /// <summary>Detections in all: a few words stand for many.</summary>
    public const int MostDetections = 10_000_000;

    public static string Write(ImmutableArray<PictureTally> pictures)
    {
        var text = new StringBuilder(FirstLine).Append('\n');
        foreach (var picture in pictures)
        {
            text.AppendJoin(' ', picture.Labels).Append('|');
            text.AppendJoin(' ', Words(picture)).Append('\n');
        }

        return text.ToString();
    }

    private static IEnumerable<string> Words(PictureTally picture)
    {
        var times = 0;
        for (var index = 0; index < picture.Confidences.Length; index++)
        {
            times++;
            var word = WordOf(index);
            if (index + 1 < picture.Confidences.Length && WordOf(index + 1) == word)
                continue;
            yield return times == 1 ? word : string.Create(CultureInfo.InvariantCulture, $"{word}*{times}");
            times = 0;
        }

        string WordOf(int index) =>
            string.Create(
                CultureInfo.InvariantCulture,
                $"{LockedPictures.StepOf(picture.Confidences[index])}:{picture.Classes[index]}:{picture.Correct[index]:x}"
            );
    }

    /// <exception cref="FormatException">
    /// Not what <see cref="Write"/> wrote; the message says what and where, without a full stop.
    /// </exception>
    public static ImmutableArray<PictureTally> Read(TextReader reader, int count)
    {
        if (reader.ReadLine() is not FirstLine)
            throw new FormatException($"its first line is not '{FirstLine}'");
        var pictures = ImmutableArray.CreateBuilder<PictureTally>();
        var detections = 0;
        while (reader.ReadLine() is { } line)
        {
            if (pictures.Count == count)
                throw new FormatException($"it holds more pictures than the {count} that were measured");
            pictures.Add(Picture(line) ?? throw new FormatException($"its line {pictures.Count + 2} is not a picture"));
            if ((detections += pictures[^1].Confidences.Length) > MostDetections)
                throw new FormatException($"it holds more than {MostDetections:N0} detections");
        }

        return pictures.Count == count
            ? pictures.DrainToImmutable()
            : throw new FormatException($"it holds {pictures.Count} pictures of the {count} that were measured");
    }

    private static PictureTally? Picture(string line)
    {
        if (line.Split('|') is not [var labels, var detections])
            return null;
        var classes = ImmutableArray.CreateBuilder<int>();
        foreach (var label in Words(labels))
        {
            if (!IsNumber(label, NumberStyles.None, 0, MostClasses - 1, out var labelled))
                return null;
            classes.Add(labelled);
        }

        var found = new List<(float Confidence, int Class, int Correct)>();
        foreach (var word in Words(detections))
        {
            var (one, star, repeated) = word.IndexOf('*', StringComparison.Ordinal) is var at and > 0
                ? (word[..at], true, word[(at + 1)..])
                : (word, false, "");
            var times = 1;
            if (
                one.Split(':') is not [var confidence, var @class, var correct]
                || !IsNumber(confidence, NumberStyles.None, 0, LockedPictures.Steps, out var step)
                || !IsNumber(@class, NumberStyles.None, 0, MostClasses - 1, out var detected)
                || !IsNumber(
                    correct,
                    NumberStyles.AllowHexSpecifier,
                    0,
                    (1 << DetectionMatching.ThresholdCount) - 1,
                    out var right
                )
                || (star && !IsNumber(repeated, NumberStyles.None, 2, MostInAPicture - found.Count, out times))
            )
                return null;
            found.AddRange(Enumerable.Repeat((LockedPictures.ConfidenceOf(step), detected, right), times));
        }

        return new PictureTally(
            classes.ToImmutable(),
            [.. found.Select(one => one.Confidence)],
            [.. found.Select(one => one.Class)],
            [.. found.Select(one => one.Correct)]
        );
    }

    private static string[] Words(string text) => text.Length == 0 ? [] : text.Split(' ', MostInAPicture + 1);

    private static bool IsNumber(string text, NumberStyles style, int least, int most, out int number) =>
        int.TryParse(text, style, CultureInfo.InvariantCulture, out number) && number >= least && number <= most;
}
