namespace Pruning.Evaluation;

/// <summary>One thread's way through a detector: buffers of its own, re-used from call to call.</summary>
internal interface IDetectorLane
{
    /// <summary>Runs a batch of letterboxed pictures, as <see cref="IDetector.Detect"/> does.</summary>
    /// <returns><c>[batch, N, 5 + C]</c>, good until the next call.</returns>
    ReadOnlyMemory<float> Detect(ReadOnlyMemory<byte> pixels, int batch, int height, int width);
}
