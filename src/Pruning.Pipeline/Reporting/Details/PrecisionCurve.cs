using System.Collections.Immutable;
using Pruning.Evaluation;

namespace Pruning.Reporting.Details;

/// <summary>A class's precision over recall at IoU 0.5.</summary>
/// <param name="Precision">At recall 0, 0.01 … 1: made monotone, as average precision is computed from it.</param>
public sealed record PrecisionCurve(string Name, int Labels, ImmutableArray<double> Precision)
{
    /// <summary>The file's name in a stage's result.</summary>
    public const string FileName = "curves.json";

    /// <summary>Of the classes that have labels: the most frequent ones, in the dataset's order.</summary>
    public static ImmutableArray<PrecisionCurve> Trace(EvaluationResult result)
    {
        var kept = result
            .PerClass.Where(one => one.Labels > 0)
            .OrderByDescending(one => one.Labels)
            .ThenBy(one => one.Index)
            .Take(MaximumClasses)
            .Select(one => one.Index)
            .ToHashSet();
        return
        [
            .. result
                .PerClass.Where(one => kept.Contains(one.Index))
                .Select(one => new PrecisionCurve(
                    one.Name,
                    one.Labels,
                    [.. one.PrecisionByRecall.Select(value => Math.Round(value, 4))]
                )),
        ];
    }

    /// <summary>So many classes are kept and shown.</summary>
    public const int MaximumClasses = 100;
}
