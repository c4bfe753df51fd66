using Pruning.Pipeline.Tuning;
using Pruning.Reporting.Tuning;

namespace Pruning.DotnetTool.Output;

/// <summary>The result of <c>tune</c> as JSON: where it is, and what it is.</summary>
/// <param name="Output">The folder.</param>
/// <param name="Hyperparameters">The winner's hyper-parameters.</param>
/// <param name="Properties">The winner's properties, for a project to import.</param>
/// <param name="History">The page.</param>
/// <param name="Tuning">As in <c>tuning.json</c>.</param>
internal sealed record TuneOutput(
    string Output,
    string Hyperparameters,
    string Properties,
    string History,
    TuningReport Tuning
)
{
    public static TuneOutput Of(TuningReport report, TuningFolder folder) =>
        new(folder.Root, folder.HyperparametersPath, folder.PropertiesPath, folder.PagePath, report);
}
