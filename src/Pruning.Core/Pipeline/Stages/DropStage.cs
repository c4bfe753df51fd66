using System.Collections.Immutable;
using Pruning.Evaluation;

namespace Pruning.Pipeline.Stages;

/// <summary>Compares what the baseline and the model measured, for a search that allows a drop: at every start of a build each trial asks for it again.</summary>
public sealed class DropStage : IStage
{
    public string Name => StepNames.Drop;

    public StageKind Kind => StageKind.Evaluate;

    public ImmutableArray<string> Upstream { get; } = [StepNames.EvaluateBaseline, StepNames.Evaluate];

    public bool IsSkipped => false;

    // The confidence is looked up in the result.
    public void Describe(FingerprintBuilder description)
    {
    }

    public void Run(StageContext context) =>
        File.WriteAllText(context.Output(BootstrapDrops.FileName), PairedBootstrap.Compare(Pictures(context, StepNames.EvaluateBaseline), Pictures(context, StepNames.Evaluate)).Write());

    private static ImmutableArray<PictureTally> Pictures(StageContext context, string step) => PictureTally.Read(context.Input(step, PictureTally.FileName));
}
