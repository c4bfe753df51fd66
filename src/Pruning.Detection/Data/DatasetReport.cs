using System.Collections.Immutable;
using Pruning.Diagnostics;

namespace Pruning.Data;

/// <summary>What is in a dataset, and what is wrong with it.</summary>
public sealed record DatasetReport(
    string YamlPath,
    ImmutableArray<string> ClassNames,
    ImmutableArray<SplitReport> Splits
)
{
    public bool HasProblems => Splits.Any(split => split.Error is not null || !split.Problems.IsEmpty);

    /// <summary>Whether a build or a training would refuse it.</summary>
    public bool IsUnusable =>
        Splits.Any(split =>
            split.Error is not null
            || split.Images == 0
            || split.Problems.Any(problem => problem.Code.Severity == DiagnosticSeverity.Error)
        );
}

/// <summary>One split.</summary>
/// <param name="Error">Why it cannot be looked at; all else is then empty.</param>
/// <param name="Files">Image files found.</param>
/// <param name="Images">Those that can be used.</param>
/// <param name="Background">Images without boxes.</param>
/// <param name="Boxes">In usable images.</param>
/// <param name="BoxesPerClass">One a class.</param>
/// <param name="ImageSides">Images by their long side in pixels.</param>
/// <param name="BoxSides">Boxes by the square root of their area in the image's own pixels.</param>
public sealed record SplitReport(
    string Name,
    PruneDiagnostic? Error,
    int Files,
    int Images,
    int Background,
    int Boxes,
    ImmutableArray<int> BoxesPerClass,
    ImmutableArray<SizeBin> ImageSides,
    ImmutableArray<SizeBin> BoxSides,
    ImmutableArray<DataProblem> Problems
)
{
    private static readonly ImmutableArray<int> ImageBounds = [320, 640, 1280, 2560];
    private static readonly ImmutableArray<int> BoxBounds = [8, 16, 32, 96, 256];

    internal static SplitReport Of(SplitScan scan, IEnumerable<DataProblem> repeated)
    {
        var images = scan.Usable.ToArray();
        var perClass = ClassTally.Count(images, scan.ClassNames.Length);
        return new SplitReport(
            scan.Name,
            null,
            scan.Images.Length,
            images.Length,
            images.Count(image => image.Labels.IsEmpty),
            perClass.Sum(),
            perClass,
            SizeBin.Tally(ImageBounds, images.Select(image => (double)Math.Max(image.Size.Height, image.Size.Width))),
            SizeBin.Tally(
                BoxBounds,
                images.SelectMany(image =>
                    image.Labels.Select(label =>
                        Math.Sqrt((double)label.Width * image.Size.Width * label.Height * image.Size.Height)
                    )
                )
            ),
            [.. SplitProblems.Find(scan), .. repeated]
        );
    }

    internal static SplitReport Missing(string name, PruneDiagnostic error) =>
        new(name, error, 0, 0, 0, 0, [], [], [], []);
}

/// <summary>How many lie in a range of sizes.</summary>
/// <param name="From">In pixels, included.</param>
/// <param name="To">Not included; null for no limit.</param>
public sealed record SizeBin(int From, int? To, int Count)
{
    internal static ImmutableArray<SizeBin> Tally(ImmutableArray<int> bounds, IEnumerable<double> sizes)
    {
        var counts = new int[bounds.Length + 1];
        foreach (var size in sizes)
            counts[bounds.Count(bound => size >= bound)]++;
        return
        [
            .. counts.Select(
                (count, bin) =>
                    new SizeBin(bin == 0 ? 0 : bounds[bin - 1], bin < bounds.Length ? bounds[bin] : null, count)
            ),
        ];
    }
}
