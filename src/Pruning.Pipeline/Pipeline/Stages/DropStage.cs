using System.Collections.Immutable;
using Pruning.Evaluation;

namespace Pruning.Pipeline.Stages;

/// <summary>
/// Compares what the baseline and the model measured, for a search that allows a drop: at every start of a build each
/// trial asks for it again.
/// </summary>
public sealed class DropStage() : Stage<NoOptions>(new NoOptions())
{
    public override string Name => StepNames.Drop;

    public override StageKind Kind => StageKind.Evaluate;

    public override ImmutableArray<string> Upstream { get; } = [StepNames.EvaluateBaseline, StepNames.Evaluate];

    public override void Run(StageContext context) =>
        File.WriteAllText(
            context.Output(BootstrapDrops.FileName),
            PairedBootstrap
                .Compare(Pictures(context, StepNames.EvaluateBaseline), Pictures(context, StepNames.Evaluate))
                .Write()
        );

    private static ImmutableArray<PictureTally> Pictures(StageContext context, string step) =>
        PictureTally.Read(context.Input(step, PictureTally.FileName));
}
