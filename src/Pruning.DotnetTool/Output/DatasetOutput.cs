using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Pruning.Data;

namespace Pruning.DotnetTool.Output;

/// <summary>What <c>data check</c> tells.</summary>
internal sealed record DatasetOutput(
    string Dataset,
    bool Usable,
    ImmutableArray<string> Classes,
    ImmutableArray<CheckedSplit> Splits
)
{
    public static DatasetOutput Of(DatasetReport report) =>
        new(
            report.YamlPath,
            !report.IsUnusable,
            report.ClassNames,
            [.. report.Splits.Select(split => CheckedSplit.Of(split, report.ClassNames))]
        );
}

/// <summary>One split; sizes in pixels.</summary>
/// <param name="Error">Null where it can be looked at.</param>
/// <param name="Files">Image files found.</param>
/// <param name="Images">Those that can be used.</param>
internal sealed record CheckedSplit(
    string Name,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Error,
    int Files,
    int Images,
    int Background,
    int Boxes,
    ImmutableArray<CheckedClass> BoxesPerClass,
    ImmutableArray<SizeBin> ImageLongSides,
    ImmutableArray<SizeBin> BoxSides,
    ImmutableArray<CheckedProblem> Problems
)
{
    public static CheckedSplit Of(SplitReport split, ImmutableArray<string> names) =>
        new(
            split.Name,
            split.Error is { } error ? $"{error.Code}: {error.Message}" : null,
            split.Files,
            split.Images,
            split.Background,
            split.Boxes,
            [.. split.BoxesPerClass.Select((count, index) => new CheckedClass(index, names[index], count))],
            split.ImageSides,
            split.BoxSides,
            [.. split.Problems.Select(CheckedProblem.Of)]
        );
}

internal sealed record CheckedClass(int Index, string Name, int Boxes);

/// <summary>A kind of problem.</summary>
/// <param name="Examples">The first few files.</param>
internal sealed record CheckedProblem(
    DataProblemKind Kind,
    string Code,
    int Count,
    int Files,
    ImmutableArray<DataProblemExample> Examples
)
{
    public static CheckedProblem Of(DataProblem problem) =>
        new(problem.Kind, problem.Code.Id, problem.Count, problem.Files, problem.Examples);
}
