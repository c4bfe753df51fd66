using Pruning.Pipeline.Durations;
using Pruning.Pipeline.Store;
using Pruning.Training;

namespace Pruning.Pipeline;

/// <summary>What a run tells while it goes on.</summary>
/// <param name="Step">The step's name, such as <c>train</c> or <c>export-baseline</c>.</param>
public abstract record PipelineEvent(string Step, StageKind Stage);

/// <summary>A step's work begins.</summary>
public sealed record StepStarted(string Step, StageKind Stage) : PipelineEvent(Step, Stage);

/// <summary>A step's result is there.</summary>
/// <param name="Elapsed">What it took: in this run, or when it was made if it is from the store.</param>
public sealed record StepFinished(string Step, StageKind Stage, StageOutcome Outcome, TimeSpan Elapsed)
    : PipelineEvent(Step, Stage)
{
    /// <summary>Whether it went on from what an earlier run had done of it, so that the time is of a part.</summary>
    public bool IsPart { get; init; }

    /// <summary>The result; null for a step that nothing needs.</summary>
    public StoreEntry? Entry { get; init; }
}

/// <summary>Work goes on.</summary>
/// <param name="Message">For people, a line.</param>
/// <param name="Done">The share that is done, 0 to 1; null where it is not known.</param>
public record StepProgress(string Step, StageKind Stage, string Message, double? Done) : PipelineEvent(Step, Stage)
{
    /// <summary>Estimate for the step; null where there is none yet.</summary>
    public TimeSpan? Left { get; init; }

    /// <summary>Estimate for all that the build still has to do, this step included; likewise.</summary>
    public TimeSpan? WholeLeft { get; init; }
}

/// <summary>What a run is expected to take, told once when it begins.</summary>
/// <param name="Forecast">Of all steps.</param>
public sealed record RunForecast(Forecast Forecast) : PipelineEvent(Name, StageKind.Import)
{
    /// <summary>How what is said of the whole build is called where steps have their names.</summary>
    public const string Name = "build";
}

/// <summary>A training goes on.</summary>
/// <param name="Log">Its history so far, a JSON line an epoch; not there before the first epoch has ended.</param>
public sealed record EpochProgress(string Step, StageKind Stage, TrainingProgress Training, string Log)
    : StepProgress(Step, Stage, TrainingText.Of(Training), Training.Done);

/// <summary>A fact that a step found out.</summary>
/// <param name="Message">For people, a line.</param>
public sealed record StepNote(string Step, StageKind Stage, string Message) : PipelineEvent(Step, Stage);

/// <summary>Somebody else does this work; the run waits for them.</summary>
/// <param name="Holder">Who.</param>
public sealed record StepWaiting(string Step, StageKind Stage, string Holder) : PipelineEvent(Step, Stage);
