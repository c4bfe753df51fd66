using System.Collections.Immutable;
using System.Xml.Linq;
using Pruning.Reporting.Html;
using Pruning.Reporting.Tuning;
using Pruning.Storage;
using Pruning.Training;

namespace Pruning.Pipeline.Tuning;

/// <summary>Where a search leaves what it found.</summary>
/// <param name="folder">Full path.</param>
public sealed class TuningFolder(string folder)
{
    private const string HyperparametersName = "hyperparameters.yaml";

    /// <summary>The folder.</summary>
    public string Root => folder;

    /// <summary>All trials, for programs.</summary>
    public string JsonPath { get; } = Path.Combine(folder, "tuning.json");

    /// <summary>All trials, for people.</summary>
    public string PagePath { get; } = Path.Combine(folder, TuningPage.FileName);

    /// <summary>The winner's hyper-parameters, with YOLOv5's keys.</summary>
    public string HyperparametersPath { get; } = Path.Combine(folder, HyperparametersName);

    /// <summary>The winner's properties, for a project to import.</summary>
    public string PropertiesPath { get; } = Path.Combine(folder, "tuned.props");

    internal void WriteHistory(TuningReport report)
    {
        AtomicFile.Write(JsonPath, report.ToJson() + "\n");
        AtomicFile.Write(PagePath, TuningPage.Write(report));
    }

    internal void WriteWinner(TrialProject project, TuningOutcome outcome)
    {
        var (training, images) = project.Recipe(outcome.Values);
        AtomicFile.Write(HyperparametersPath, HyperparameterFile.Write(training, images));
        AtomicFile.Write(PropertiesPath, Properties(outcome.Values));
    }

    private static string Properties(ImmutableSortedDictionary<string, string> values) =>
        new XElement(
            "Project",
            new XComment(
                " What 'dotnet prune tune' found: import it behind the properties of the project, which it replaces. "
            ),
            new XElement(
                "PropertyGroup",
                new XElement("Hyperparameters", $"$(MSBuildThisFileDirectory){HyperparametersName}"),
                values
                    .Where(value => ParameterKind.Find(value.Key)?.Option is not null)
                    .Select(value => new XElement(value.Key, value.Value))
            )
        ) + "\n";
}
