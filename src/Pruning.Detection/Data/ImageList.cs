using System.Text;

namespace Pruning.Data;

/// <summary>
/// A text file that lists images, one path a line, as the original reads it. Lines that name no image are counted, and
/// so are repeated ones: an image counts once.
/// </summary>
internal sealed class ImageList(string path, UnusedParts unused)
{
    private const int MaximumShown = 80;

    /// <param name="resolve">A line's full path.</param>
    public List<string> Read(Func<string, string> resolve)
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        var number = 0;
        foreach (var written in File.ReadLines(path))
        {
            number++;
            var line = written.Trim();
            if (line.Length == 0 || line[0] == '#' && !ImageListing.IsImage(line))
                continue;
            if (Problem(line) is { } problem)
                unused.AddLine(path, number, problem);
            else if (resolve(line) is var image && !seen.TryAdd(image, number))
                unused.AddLine(path, number, $"{Shown(line)} is in line {seen[image]} already and counts once");
        }

        return [.. seen.Keys];
    }

    private static string? Problem(string line)
    {
        if (line.Contains('\0') || line.Contains('\uFFFD'))
            return $"{Shown(line)} is no text in UTF-8";
        if (ImageListing.IsImage(line))
            return null;
        if (line.Length > 2 && line[0] is '"' or '\'' && line[^1] == line[0])
            return $"{Shown(line)} is in quotation marks, which count as part of the name; write the path without";
        return
            line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) is [var first, _, ..]
            && ImageListing.IsImage(first)
            ? $"{Shown(line)} has more than a path; labels belong in a file of their own beside each image"
            : $"{Shown(line)} does not end as images do (.jpg, .png, .bmp, .webp, .tif)";
    }

    private static string Shown(string line)
    {
        var text = new StringBuilder("'");
        foreach (var letter in line.AsSpan(0, Math.Min(line.Length, MaximumShown)))
            text.Append(char.IsControl(letter) ? '\uFFFD' : letter);
        return text.Append(line.Length > MaximumShown ? "…'" : "'").ToString();
    }
}
