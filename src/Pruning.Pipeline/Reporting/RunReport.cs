using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Pruning.Evaluation.Gates;
using Pruning.Reporting.Details;
using Pruning.Storage;

namespace Pruning.Reporting;

/// <summary>
/// The one result of a run, of which all reports are views. Holds no time of day and no path of a machine.
/// </summary>
/// <param name="Version">Of this format.</param>
/// <param name="Engine">The engine's version.</param>
/// <param name="Passed">Whether the model may ship: no gate of severity error failed.</param>
/// <param name="Settings">The project's properties that were set.</param>
/// <param name="Targets">The sparsity targets, as asked for.</param>
/// <param name="Baseline">The dense network.</param>
/// <param name="Model">What ships.</param>
public sealed record RunReport(
    int Version,
    string Name,
    string Engine,
    bool Passed,
    ImmutableSortedDictionary<string, string> Settings,
    ImmutableArray<string> Targets,
    ModelReport Baseline,
    ModelReport Model,
    LatencyReport Latency,
    ImmutableArray<GateReport> Gates,
    ImmutableArray<StageReport> Stages
)
{
    /// <summary>
    /// What was tried to find the smallest network inside an accuracy drop; null where the targets said the size.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableArray<SearchTrial>? Trials { get; init; }

    /// <summary>What the properties came to that the project leaves to the build.</summary>
    public ImmutableArray<AutomaticChoice> Choices { get; init; } = [];

    /// <summary>The model against the baseline that the team has locked; null where there is none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public LockedComparison? Locked { get; init; }

    /// <summary>The project file, from the source root, with slashes.</summary>
    public string Project { get; init; } = "";

    /// <summary>Warnings and errors: of this run, and those that its cached stages had when they ran.</summary>
    public ImmutableArray<DiagnosticReport> Diagnostics { get; init; } = [];

    /// <summary>Curves and pictures; null where no page was asked for.</summary>
    [JsonIgnore]
    public RunDetails? Details { get; init; }

    public const int CurrentVersion = 1;

    public string ToJson() => ReportJson.Write(this);

    /// <summary>The numbers that gates judge, of the baseline.</summary>
    public static Measurements BaselineMeasurements(ModelReport baseline, LatencyReport latency) =>
        Measure(baseline, latency.BaselineMs, 1);

    /// <summary>The numbers that gates judge, of what ships.</summary>
    public static Measurements ModelMeasurements(ModelReport model, LatencyReport latency) =>
        Measure(model, latency.ModelMs, latency.Ratio) with
        {
            LatencyRatioLow = latency.RatioLow,
            LatencyRatioHigh = latency.RatioHigh,
        };

    private static Measurements Measure(ModelReport model, double milliseconds, double ratio) =>
        new(
            model.Accuracy.Images,
            model.Accuracy.Metrics.Map50 ?? double.NaN,
            model.Accuracy.Metrics.Map5095 ?? double.NaN,
            model.Accuracy.Metrics.Precision ?? double.NaN,
            model.Accuracy.Metrics.Recall ?? double.NaN,
            // Two classes of one name cannot be told apart by a gate: it judges the last.
            model
                .Accuracy.Classes.GroupBy(@class => @class.Name)
                .ToImmutableDictionary(
                    group => group.Key,
                    group => new ClassMeasurement(group.Last().Ap50 ?? double.NaN, group.Last().Ap ?? double.NaN)
                )
                .AddRange(
                    model
                        .Summary.Classes.Distinct()
                        .Except(model.Accuracy.Classes.Select(@class => @class.Name))
                        .Select(name => KeyValuePair.Create(name, new ClassMeasurement(double.NaN, double.NaN)))
                ),
            model.Summary.Parameters,
            model.Summary.Flops,
            model.Summary.FileSize,
            milliseconds,
            ratio
        );
}
