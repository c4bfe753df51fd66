using System.Collections.Immutable;
using Pruning.Checkpoints;
using Pruning.Diagnostics;
using Pruning.Graphs;
using Pruning.Pipeline.Durations;
using Pruning.Pipeline.Expectations;
using Pruning.Pipeline.Options;
using Pruning.Reporting;
using Pruning.Slimming;

namespace Pruning.Pipeline.Stages;

/// <summary>Chooses at how many pixels the pruned network looks at its pictures, on the dense network and before anything is cut.</summary>
public sealed class ResolutionStage(ProjectInputs inputs, CutSettings cut) : IStage
{
    public string Name => StepNames.Resolution;

    public StageKind Kind => StageKind.SparseTrain;

    public ImmutableArray<string> Upstream { get; } = [StepNames.Train];

    public bool IsSkipped => false;

    public StepWork Work(NetworkSizes sizes) => StepWork.Training(inputs.Options.Precision, 0, 0).With(ResolutionSearch.MostTrials * CutWork.Fitting(inputs, sizes));

    public void Describe(FingerprintBuilder description)
    {
        cut.Describe(description);
        CutImages.Of(inputs).Describe(description);
        foreach (var gate in SizeGates.In(inputs.Options.Gates))
            description.Add($"gate on {gate.Metric}", gate.Maximum);
        description.Add("validation images", inputs.Splits.Of(ProjectInputs.Validation)).Add("trains", ResolutionSearch.Trains(inputs.Options));
    }

    public void Run(StageContext context)
    {
        var network = SafetensorsFile.Load(context.Input(StepNames.Train, StageFiles.Network));
        var found = new ResolutionSearch(inputs, cut, context.Report, context.Cancellation).Find(network);
        context.Note(found.ToChoice().ToString());
        File.WriteAllText(context.Output(StageFiles.Resolution), ReportJson.Write(found));
    }

    /// <summary>What a stored result of this stage says.</summary>
    public static ResolutionReport Read(string path) => ReportJson.Read<ResolutionReport>(path);

    /// <summary>
    /// Whether a project leaves the resolution to the build, and there is something to choose by: operations or time to save, a cut of channels in one step whose
    /// weights are fitted, and labelled images to measure on.
    /// </summary>
    public static bool IsAsked(ProjectInputs inputs) =>
        inputs.Options is { Resolution: null, Granularity: Granularities.Channel, Reconstructs: true, PruneSteps: 1, IsSensitivityGuided: false } options
        && options.Targets.Any(target => target.Metric is TargetMetric.Flops or TargetMetric.Latency)
        && inputs.Dataset.HasSplit(ProjectInputs.Validation)
        && inputs.Dataset.Split(ProjectInputs.Validation).LabelCount > 0;

    /// <summary>The resolution that a stage after it prunes for.</summary>
    internal static int Of(ProjectInputs inputs, StageContext context) =>
        IsAsked(inputs) ? Read(context.Input(StepNames.Resolution, StageFiles.Resolution)).Resolution : inputs.Options.Resolution ?? inputs.Options.ImageSize;
}
