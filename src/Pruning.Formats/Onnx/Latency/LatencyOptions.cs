namespace Pruning.Onnx.Latency;

/// <summary>How latency is measured.</summary>
/// <param name="Threads">
/// Threads within an operator. One is what measures the model rather than the machine's neighbours.
/// </param>
/// <param name="WarmUp">Runs of each model that are not counted.</param>
/// <param name="Rounds">Counted runs of each model, at most.</param>
/// <param name="MaximumDuration">
/// No new round starts after this, once <see cref="MinimumRounds"/> are done; a minute when null.
/// </param>
/// <param name="ImageSize">Side of the picture in pixels, for models that do not fix it.</param>
public sealed record LatencyOptions(
    int Threads = 1,
    int WarmUp = 3,
    int Rounds = 60,
    TimeSpan? MaximumDuration = null,
    int ImageSize = 640
)
{
    /// <summary>Below this many rounds a median is an anecdote.</summary>
    public const int MinimumRounds = 7;

    /// <summary>
    /// The width of the ratio's 95 % interval, as a share of the ratio, at which a comparison of two has measured
    /// enough; null for all rounds.
    /// </summary>
    public double? RatioWidth { get; init; }

    internal TimeSpan Budget => MaximumDuration ?? TimeSpan.FromMinutes(1);
}
