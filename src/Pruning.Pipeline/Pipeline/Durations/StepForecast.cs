namespace Pruning.Pipeline.Durations;

/// <summary>How an expected time is known.</summary>
public enum ForecastBasis
{
    /// <summary>Nothing is to be done.</summary>
    Done,

    /// <summary>From how long such steps took on this machine.</summary>
    Timed,

    /// <summary>From a few passes of the network, timed just now.</summary>
    Trial,

    /// <summary>From a few passes of the network in ONNX Runtime, where libtorch is not there yet.</summary>
    Inference,

    /// <summary>What such a step takes on two cores.</summary>
    Typical,

    /// <summary>It is not.</summary>
    Unknown,
}

/// <summary>How long a step is expected to take.</summary>
/// <param name="Seconds">0 for what is there; null where nobody knows.</param>
public sealed record StepForecast(string Step, double? Seconds, ForecastBasis Basis);
