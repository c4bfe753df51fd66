using System.Collections.Immutable;
using Pruning.Reporting.Comparisons;

namespace Pruning.DotnetTool.Output;

/// <summary>What two reports of one model come to.</summary>
/// <param name="Name">The project's, as the later report has it.</param>
/// <param name="Changed">Whether another file would ship, or the gates say something else of the same file.</param>
/// <param name="Passed">Whether the later model may ship.</param>
/// <param name="HasEarlier">Whether there was an earlier report.</param>
/// <param name="Output">The Markdown file that was written; null where none was asked for.</param>
internal sealed record ComparisonOutput(
    string Name,
    bool Changed,
    bool Passed,
    bool HasEarlier,
    ImmutableArray<ComparedFigure> Figures,
    ImmutableArray<ComparedFigure> Classes,
    ImmutableArray<ChangedSetting> Settings,
    ImmutableArray<string> Caveats,
    string? Output
)
{
    public static ComparisonOutput Of(ReportComparison comparison, string? output) =>
        new(
            comparison.Now.Name,
            comparison.IsChanged,
            comparison.Now.Passed,
            comparison.Before is not null,
            comparison.Figures,
            comparison.Classes,
            comparison.Settings,
            comparison.Caveats,
            output
        );
}
