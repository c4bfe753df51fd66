using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Pruning.Benchmarks.Inputs;
using Pruning.Data;

namespace Pruning.Benchmarks.Slimming;

/// <summary>
/// A dataset that the table is made on: one of the reference data, or with a number behind its name a part of its
/// training images.
/// </summary>
/// <param name="Name"><c>bccd</c>, <c>bccd-100</c>, …</param>
/// <param name="ImageSize">Pixels: what its pictures are looked at with.</param>
/// <param name="IsOneClass">Whether all its classes count as one.</param>
/// <param name="Unlabeled">A folder of pictures of the same kind, without labels; null where there is none.</param>
internal sealed record SlimmingSet(string Name, string Yaml, int ImageSize, bool IsOneClass, string? Unlabeled = null)
{
    private const string Half = "coco-val128";
    private const string OtherPictures = "coco-train128/data.yaml";

    private static readonly ImmutableArray<(string Name, string Folder, int ImageSize, bool IsOneClass)> Known =
    [
        ("bccd", "bccd", 320, false),
        ("neu-det", "neu-det", 224, false),
        ("coco", Half, 320, false),
        ("coco-objects", Half, 320, true),
    ];

    /// <summary>What <c>--sets</c> takes, in words.</summary>
    public static string Names =>
        $"{string.Join(", ", Known.Select(set => set.Name))}, and each with -<images> behind it";

    /// <summary>Whether a name is of the form of a set's; the data need not be there.</summary>
    public static bool IsName(string name) => Parse(name) is not null;

    /// <summary>Finds a set, and writes its lists of images.</summary>
    /// <param name="folder">Takes them.</param>
    /// <returns>Null where the reference data are not there.</returns>
    public static SlimmingSet? Find(string name, WorkFolder folder)
    {
        var (source, count) = Parse(name) ?? throw new ArgumentException($"'{name}' is no set.", nameof(name));
        var known = Known.Single(set => set.Name == source);
        if (ReferenceData.Find(Path.Combine(known.Folder, "data.yaml")) is not { } yaml)
            return null;
        var dataset = Dataset.Load(yaml, UnheardDiagnostics.Instance);
        var list =
            known.Folder == Half || count is not null
                ? Write(dataset, known.Folder == Half, count, folder.Fresh(name))
                : yaml;
        return new SlimmingSet(
            name,
            list,
            known.ImageSize,
            known.IsOneClass,
            known.Folder == Half && ReferenceData.Find(OtherPictures) is { } others
                ? Path.Combine(Path.GetDirectoryName(others)!, "images")
                : null
        );
    }

    private static (string Source, int? Count)? Parse(string name)
    {
        foreach (var source in Known.Select(set => set.Name))
        {
            if (name == source)
                return (source, null);
            if (
                name.StartsWith(source + "-", StringComparison.Ordinal)
                && int.TryParse(
                    name.AsSpan(source.Length + 1),
                    NumberStyles.None,
                    CultureInfo.InvariantCulture,
                    out var count
                )
                && count > 0
            )
                return (source, count);
        }

        return null;
    }

    private static string Write(Dataset dataset, bool inHalves, int? count, string folder)
    {
        // 128 pictures that the official weights have not seen: one half to learn from, the other to be judged by.
        var (train, val) = inHalves
            ? Halves(dataset.Split("val"))
            : (Drawn(dataset.Split("train")), Paths(dataset.Split("val")));
        var yaml = new StringBuilder();
        yaml.AppendLine(Line("train", folder, count is { } some ? train.Take(some) : train))
            .AppendLine(Line("val", folder, val));
        if (!inHalves && dataset.HasSplit("test"))
            yaml.AppendLine(Line("test", folder, Paths(dataset.Split("test"))));
        yaml.AppendLine("names:");
        for (var i = 0; i < dataset.ClassNames.Length; i++)
            yaml.AppendLine(
                CultureInfo.InvariantCulture,
                $"  {i}: '{dataset.ClassNames[i].Replace("'", "''", StringComparison.Ordinal)}'"
            );
        var path = Path.Combine(folder, "data.yaml");
        File.WriteAllText(path, yaml.ToString());
        return path;
    }

    private static string Line(string split, string folder, IEnumerable<string> images)
    {
        var list = Path.Combine(folder, split + ".txt");
        File.WriteAllLines(list, images);
        return $"{split}: '{list}'";
    }

    private static (IEnumerable<string> Train, IEnumerable<string> Val) Halves(DatasetSplit split)
    {
        var drawn = Drawn(split).ToList();
        return (drawn.Take(drawn.Count / 2), drawn.Skip(drawn.Count / 2).Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Paths(DatasetSplit split) => split.Images.Select(image => image.Path);

    // In an order that is the same everywhere, so that a smaller part lies within a larger one.
    private static IEnumerable<string> Drawn(DatasetSplit split) =>
        Paths(split)
            .OrderBy(
                path => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(Path.GetFileName(path)))),
                StringComparer.Ordinal
            );
}
