using System.Collections.Immutable;
using Pruning.Checkpoints;
using Pruning.Graphs;
using Pruning.Pipeline.Expectations;
using Pruning.Pipeline.Options;
using Pruning.Pipeline.Prune;
using Pruning.Storage;

namespace Pruning.Pipeline.Stages;

/// <summary>
/// Chooses at how many pixels the pruned network looks at its pictures, and with which activation, on the dense network
/// and before anything is cut.
/// </summary>
public sealed class ResolutionStage(ResolutionOptions options, StageInputs inputs) : Stage<ResolutionOptions>(options)
{
    public override string Name => StepNames.Resolution;

    public override StageKind Kind => StageKind.SparseTrain;

    public override ImmutableArray<string> Upstream { get; } = [StepNames.Train];

    public override bool MayRunElsewhere => true;

    protected override IEnumerable<StageInput> Reads => new ResolutionSearch(Options, inputs).Reads;

    public override StepWork Work(NetworkSizes sizes) =>
        StepWork
            .Training(Options.Prune.Recovery!.Precision, 0, 0)
            .With(ResolutionSearch.MostTrials * PruneWork.Fitting(Options.Prune, sizes));

    public override void Run(StageContext context)
    {
        var network = SafetensorsFile.Load(context.Input(StepNames.Train, StageFiles.Network));
        var found = new ResolutionSearch(Options, inputs)
        {
            Report = context.Report,
            Cancellation = context.Cancellation,
        }.Find(network);
        foreach (var choice in found.ToChoices())
            context.Note(choice.ToString());
        File.WriteAllText(context.Output(StageFiles.Resolution), ReportJson.Write(found));
    }

    /// <summary>What a stored result of this stage says.</summary>
    public static ResolutionReport Read(string path) => ReportJson.Read<ResolutionReport>(path);

    /// <summary>
    /// The resolution that a stage after it prunes for; null where this stage was not among its project's.
    /// </summary>
    internal static int? Chosen(StageContext context) =>
        context.Inputs.ContainsKey(StepNames.Resolution)
            ? Read(context.Input(StepNames.Resolution, StageFiles.Resolution)).Resolution
            : null;

    /// <summary>
    /// The activation that a stage after it exchanges the network's for; null keeps it, or this stage was not asked.
    /// </summary>
    internal static ActivationKind? ChosenActivation(StageContext context) =>
        context.Inputs.ContainsKey(StepNames.Resolution)
            ? Read(context.Input(StepNames.Resolution, StageFiles.Resolution)).Activation?.Chosen
            : null;
}
