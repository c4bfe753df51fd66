namespace Pruning.Pipeline.Status;

/// <summary>How far a step of a build is.</summary>
public enum StepState
{
    /// <summary>Still to be done.</summary>
    Pending,

    /// <summary>Being done.</summary>
    Running,

    /// <summary>Done by this build.</summary>
    Done,

    /// <summary>The store has its result.</summary>
    Cached,

    /// <summary>The remote cache has its result, or had it.</summary>
    Fetched,

    /// <summary>The project does without it, or nothing needs its result any more.</summary>
    NotNeeded,
}

/// <summary>A step of a build.</summary>
/// <param name="Epochs">Of a training; 0 of what is none.</param>
/// <param name="Seconds">What it took when it was done; null before.</param>
/// <param name="Log">
/// Of a training: the path of its history, a JSON line an epoch (<see cref="Training.EpochRecord"/>); null where there
/// is none yet.
/// </param>
public sealed record StepStatus(
    string Step,
    StepState State,
    int Epochs = 0,
    double? Seconds = null,
    string? Log = null
);

/// <summary>What a build is doing.</summary>
/// <param name="Text">A line for people: <c>epoch 3/30, batch 7/13, …</c>.</param>
/// <param name="Done">The share of the step that is done, 0 to 1; null where it is not known.</param>
/// <param name="SecondsLeft">Estimate for the step; null where there is none yet.</param>
public sealed record StepActivity(string Step, string Text, double? Done = null, double? SecondsLeft = null)
{
    /// <summary>The epoch of a training, counted from 1; null outside of trainings.</summary>
    public int? Epoch { get; init; }

    /// <summary>Of the whole training; null outside of trainings.</summary>
    public int? Epochs { get; init; }

    /// <summary>
    /// Estimate for all that the build still has to do, this step included; null where there is none yet.
    /// </summary>
    public double? WholeSecondsLeft { get; init; }

    public static StepActivity Of(StepProgress progress)
    {
        var training = (progress as EpochProgress)?.Training;
        return new StepActivity(progress.Step, progress.Message, progress.Done, progress.Left?.TotalSeconds)
        {
            Epoch = training?.Epoch,
            Epochs = training?.Epochs,
            WholeSecondsLeft = progress.WholeLeft?.TotalSeconds,
        };
    }
}
