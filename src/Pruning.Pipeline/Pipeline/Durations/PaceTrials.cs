namespace Pruning.Pipeline.Durations;

/// <summary>How a machine that has timed no training yet may be tried.</summary>
public enum PaceTrials
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>By a few passes of the network in ONNX Runtime: libtorch is not there.</summary>
    Inference,

    /// <summary>By a few passes of training.</summary>
    Training,
}

/// <param name="Seconds">For 10^9 operations of <see cref="StepWork.Training"/>.</param>
/// <param name="Basis">How it was measured.</param>
public readonly record struct TriedPace(double Seconds, ForecastBasis Basis);
