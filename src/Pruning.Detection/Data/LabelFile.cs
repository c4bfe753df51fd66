using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using Pruning.Diagnostics;

namespace Pruning.Data;

/// <summary>
/// One image's label file, a line a label: <c>class centre-x centre-y width height</c>, or <c>class x y x y x y …</c>
/// (an outline of three points or more, whose bounding box is the label); all but the class normalised to 0 … 1.
/// </summary>
/// <param name="Labels">In the file's order.</param>
/// <param name="Outlines">One a label (empty for boxes), or none at all where no label has one.</param>
/// <param name="Duplicates">How many labels were dropped because the same one came before.</param>
/// <param name="WithoutArea">
/// How many labels were dropped because they have no width or no height: nothing can be found there.
/// </param>
internal sealed record LabelFile(
    ImmutableArray<Label> Labels,
    ImmutableArray<ImmutableArray<Vector2>> Outlines,
    int Duplicates,
    int WithoutArea
)
{
    private const long MaximumBytes = 64 << 20;

    /// <summary>
    /// Where the labels of an image are: beside it, or under <c>labels</c> where the image is under <c>images</c>.
    /// </summary>
    public static string PathFor(string imagePath)
    {
        var images = $"{Path.DirectorySeparatorChar}images{Path.DirectorySeparatorChar}";
        var at = imagePath.LastIndexOf(images, StringComparison.Ordinal);
        var moved =
            at < 0
                ? imagePath
                : $"{imagePath[..at]}{Path.DirectorySeparatorChar}labels{Path.DirectorySeparatorChar}{imagePath[(at + images.Length)..]}";
        return Path.ChangeExtension(moved, ".txt");
    }

    /// <param name="classCount">Null where every class counts as the first.</param>
    /// <exception cref="FormatException">
    /// A line makes no sense; <see cref="LabelFormatException"/> tells which.
    /// </exception>
    /// <exception cref="PruneException">A class is not one of the dataset's (<c>PRUNE2008</c>).</exception>
    public static LabelFile Read(string path, int? classCount)
    {
        if (new FileInfo(path).Length > MaximumBytes)
            throw new LabelFormatException(
                DataProblemKind.LabelFileUnreadable,
                0,
                $"the file has more than {MaximumBytes} bytes"
            );
        return Parse(File.ReadAllLines(path), path, classCount);
    }

    internal static LabelFile Parse(string[] lines, string path, int? classCount)
    {
        var labels = ImmutableArray.CreateBuilder<Label>(lines.Length);
        var outlines = ImmutableArray.CreateBuilder<ImmutableArray<Vector2>>(lines.Length);
        var seen = new HashSet<Label>();
        var (duplicates, withoutArea) = (0, 0);
        for (var number = 1; number <= lines.Length; number++)
        {
            var words = lines[number - 1].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 0)
                continue;
            var (label, outline) = ParseLine(words, number, path, classCount);
            if (!seen.Add(label))
            {
                duplicates++;
            }
            else if (label is { Width: 0 } or { Height: 0 })
            {
                withoutArea++;
            }
            else
            {
                labels.Add(label);
                outlines.Add(outline);
            }
        }

        return new LabelFile(
            labels.ToImmutable(),
            outlines.Any(outline => !outline.IsEmpty) ? outlines.ToImmutable() : [],
            duplicates,
            withoutArea
        );
    }

    private static (Label Label, ImmutableArray<Vector2> Outline) ParseLine(
        string[] words,
        int line,
        string path,
        int? classCount
    )
    {
        if (words.Length != 5 && (words.Length < 7 || words.Length % 2 == 0))
            throw new LabelFormatException(
                DataProblemKind.LabelColumns,
                line,
                $"{words.Length} values; a box has 5 (class, centre x, centre y, width, height), an outline 7 or "
                    + $"more (class and pairs)"
            );
        var classIndex = ParseClass(words[0], line, path, classCount);
        var values = new float[words.Length - 1];
        for (var i = 0; i < values.Length; i++)
        {
            if (
                !float.TryParse(words[i + 1], NumberStyles.Float, CultureInfo.InvariantCulture, out values[i])
                || !float.IsFinite(values[i])
            )
                throw new LabelFormatException(DataProblemKind.LabelNotANumber, line, $"'{words[i + 1]}' is no number");
            if (values[i] < 0 && values.Length == 4 && i >= 2)
                throw new LabelFormatException(
                    DataProblemKind.LabelNegativeSize,
                    line,
                    $"{words[i + 1]} is a negative {(i == 2 ? "width" : "height")}"
                );
            if (values[i] is < 0 or > 1)
                throw new LabelFormatException(
                    DataProblemKind.LabelOutsideImage,
                    line,
                    $"{words[i + 1]} is not between 0 and 1 (coordinates are fractions of the image's width and height)"
                );
        }

        return values.Length == 4
            ? (new Label(classIndex, values[0], values[1], values[2], values[3]), [])
            : FromOutline(classIndex, values);
    }

    private static int ParseClass(string word, int line, string path, int? classCount)
    {
        if (
            !double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            || value != Math.Floor(value)
        )
            throw new LabelFormatException(DataProblemKind.LabelNotANumber, line, $"'{word}' is no class index");
        if (value < 0 || value >= (classCount ?? double.MaxValue))
            throw new PruneException(
                Codes.LabelClassOutOfRange,
                $"The label has class {word}, and "
                    + $"{(classCount is { } count ? $"the dataset has {count} classes (0 to {count - 1})" : "classes are counted from 0")}. "
                    + $"Labels and class names must belong together; correct the label, or 'names' in the dataset's "
                    + $"yaml.",
                new SourceLocation(path, line, 1)
            );
        return classCount is null ? 0 : (int)value;
    }

    private static (Label Label, ImmutableArray<Vector2> Outline) FromOutline(int classIndex, float[] values)
    {
        var outline = new Vector2[values.Length / 2];
        var (low, high) = (new Vector2(float.MaxValue), new Vector2(float.MinValue));
        for (var i = 0; i < outline.Length; i++)
        {
            outline[i] = new Vector2(values[2 * i], values[2 * i + 1]);
            (low, high) = (Vector2.Min(low, outline[i]), Vector2.Max(high, outline[i]));
        }

        var (centre, size) = ((low + high) / 2, high - low);
        return (new Label(classIndex, centre.X, centre.Y, size.X, size.Y), [.. outline]);
    }
}
