using Pruning.Diagnostics;
using Pruning.Storage;

namespace Pruning.Data.Import;

/// <summary>
/// The splits of VOC's own layout, from lists of names in <c>ImageSets/Main</c>, <c>ImageSets</c> or beside the
/// annotations. A line is a name, in people's lists also with an extension, a folder before it, or a number or the
/// annotations' path behind it.
/// </summary>
internal sealed class VocImageSets(string source, ImportTally tally)
{
    private const int MaximumListBytes = 256 << 20;

    private static readonly (string List, string Split)[] Lists =
    [
        ("train", "train"),
        ("val", "val"),
        ("valid", "val"),
        ("test", "test"),
    ];

    /// <summary>Annotation files by split; none where there are no lists.</summary>
    public IReadOnlyList<(string Split, string[] Files)> Of(string[] files)
    {
        var found = Found();
        var byName = files.ToLookup(file => Path.GetFileNameWithoutExtension(file), StringComparer.Ordinal);
        var sets = found.Select(list => (list.Split, list.IsAll, Files: Listed(list.Path, byName))).ToArray();
        var others = sets.Where(set => !set.IsAll).SelectMany(set => set.Files).ToHashSet(StringComparer.Ordinal);
        sets =
        [
            .. sets.Select(set =>
                set.IsAll ? set with { Files = [.. set.Files.Where(file => !others.Contains(file))] } : set
            ),
        ];
        if (sets.Length == 0)
            return [];
        var listed = sets.SelectMany(set => set.Files).ToHashSet(StringComparer.Ordinal);
        foreach (var file in files.Where(file => !listed.Contains(file)))
            tally.Add(ImportRemark.AnnotationsNotListed, file);
        return [.. sets.Select(set => (set.Split, set.Files))];
    }

    /// <summary>
    /// The lists of the first folder that has any; <c>trainval</c> stands for training where there is no list of its
    /// own.
    /// </summary>
    private (string Split, string Path, bool IsAll)[] Found()
    {
        foreach (
            var folder in new[] { Path.Combine(source, "ImageSets", "Main"), Path.Combine(source, "ImageSets"), source }
        )
        {
            var lists = Lists
                .Select(list => (list.Split, Path: Path.Combine(folder, $"{list.List}.txt"), IsAll: false))
                .Where(list => File.Exists(list.Path))
                .DistinctBy(list => list.Split)
                .ToList();
            var all = Path.Combine(folder, "trainval.txt");
            if (File.Exists(all) && lists.All(list => list.Split != "train"))
            {
                lists.Insert(0, ("train", all, IsAll: true));
                tally.Add(ImportRemark.SplitGuessed, $"'{all}' as 'train'");
            }

            if (lists.Count > 0)
                return [.. lists];
        }

        return [];
    }

    private string[] Listed(string path, ILookup<string, string> byName)
    {
        if (new FileInfo(path).Length > MaximumListBytes)
            throw new PruneException(
                Codes.AnnotationsUnreadable,
                $"The list '{path}' has more than {MaximumListBytes} bytes, which is no list of images. Remove "
                    + $"or replace it.",
                new SourceLocation(path)
            );
        var files = new List<string>();
        var number = 0;
        foreach (var written in Text(path).Split('\n'))
        {
            number++;
            var line = written.Trim();
            if (line.Length == 0)
                continue;
            if (Names(line).Select(name => byName[name]).FirstOrDefault(named => named.Any()) is { } found)
                files.AddRange(found);
            else
                tally.Add(
                    ImportRemark.ListedWithoutAnnotations,
                    $"'{(line.Length > 100 ? line[..100] + "…" : line)}' ({path}, line {number})"
                );
        }

        return [.. files.Distinct(StringComparer.Ordinal)];
    }

    private static string Text(string path)
    {
        try
        {
            return Utf8File.Read(path);
        }
        catch (TextEncodingException failure)
        {
            throw new PruneException(
                Codes.AnnotationsUnreadable,
                $"The list '{path}' cannot be read: {failure.Message}. Images of such names would be left out.",
                new SourceLocation(path, failure.Line, failure.Column),
                failure
            );
        }
    }

    /// <summary>What a line may mean, the likeliest first: names may hold spaces and dots.</summary>
    private static IEnumerable<string> Names(string line) =>
        from text in new[]
        {
            line,
            WithoutClassFlag(line),
            line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[0],
        }
        let last = ImageNames.Last(text.Trim('"', '\''))
        from name in ImageListing.IsImage(last) || last.EndsWith(".xml", StringComparison.OrdinalIgnoreCase)
            ? new[] { last, Path.GetFileNameWithoutExtension(last) }
            : [last]
        select name;

    /// <summary>The lists of one class say with -1, 0 or 1 behind a name whether an image shows it.</summary>
    private static string WithoutClassFlag(string line)
    {
        var flag =
            line[^1] is not ('0' or '1') ? 0
            : line.Length > 1 && line[^2] == '-' ? 2
            : 1;
        return flag > 0 && line.Length > flag && char.IsWhiteSpace(line[^(flag + 1)]) ? line[..^flag].TrimEnd() : line;
    }
}
