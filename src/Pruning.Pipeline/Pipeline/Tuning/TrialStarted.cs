namespace Pruning.Pipeline.Tuning;

/// <summary>A trial begins.</summary>
/// <param name="Trials">Of the whole search.</param>
/// <param name="Rungs">Lengths of training.</param>
public sealed record TrialStarted(TrialRun Run, int Trials, int Rungs)
    : PipelineEvent(TuningRun.Name, StageKind.Import);
