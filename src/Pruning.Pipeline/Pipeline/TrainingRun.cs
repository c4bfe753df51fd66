using Pruning.Diagnostics;
using Pruning.Pipeline.Options;
using Pruning.Pipeline.Stages;
using Pruning.Pipeline.Store;

namespace Pruning.Pipeline;

/// <summary>
/// One training of one model, without a project: the stages that a build would run, through the same store. What either
/// has trained, the other one takes.
/// </summary>
/// <param name="request">For places in messages.</param>
/// <param name="length">The option that says how many epochs it has.</param>
public sealed class TrainingRun(
    ImportOptions start,
    TrainOptions options,
    StageInputs inputs,
    ProjectRequest request,
    IntegerOption length
)
{
    /// <summary>
    /// Trains, or takes from the store what was trained so before. An interrupted training is gone on with.
    /// </summary>
    /// <param name="progress">Called on the working thread.</param>
    /// <returns>The training's files are those of <see cref="StageFiles"/> and the history.</returns>
    /// <exception cref="PruneException">The model, the data or the options are at fault.</exception>
    /// <exception cref="OperationCanceledException">Stopped; the same training later goes on from there.</exception>
    public StepResult Run(
        IDiagnosticSink diagnostics,
        IProgress<PipelineEvent> progress,
        CancellationToken cancellation
    )
    {
        var runner = new StageRunner(new StageStore(inputs.Cache, diagnostics), diagnostics, progress);
        IStage[] stages =
        [
            new ImportStage(start, inputs, request),
            new TrainStage(options, inputs, request) { Length = length },
        ];
        return runner.RunTo(stages, StageKind.Train, cancellation)[^1];
    }
}
