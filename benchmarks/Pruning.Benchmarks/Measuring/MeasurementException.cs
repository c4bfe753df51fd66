namespace Pruning.Benchmarks.Measuring;

/// <summary>Something did not run as it has to for its time to mean anything; the message says what.</summary>
internal sealed class MeasurementException(string message) : Exception(message);
