using System.Collections.Immutable;
using Pruning.Graphs;

namespace Pruning.Evaluation;

/// <summary>
/// A model that looks at pictures, whatever runs it (torch, ONNX Runtime): what the evaluator, the export proof and
/// <c>detect</c> talk to. Not thread-safe.
/// </summary>
public interface IDetector
{
    /// <summary>One a class, in order.</summary>
    ImmutableArray<string> ClassNames { get; }

    /// <summary>The largest stride in pixels: heights and widths of inputs are multiples of it.</summary>
    int Stride { get; }

    /// <summary>
    /// The only input size that it takes, in pixels, or null when any multiple of <see cref="Stride"/> will do.
    /// </summary>
    Extent? FixedInput { get; }

    /// <summary>
    /// The batch that its file fixes, or null. Other batches are taken all the same: it pads and splits by itself; this
    /// tells what is quick.
    /// </summary>
    int? FixedBatch { get; }

    /// <summary>Runs a batch of letterboxed pictures.</summary>
    /// <param name="pixels"><c>[batch, 3, height, width]</c>, RGB, 0 to 255.</param>
    /// <returns>
    /// <c>[batch, N, 5 + C]</c>, row-major: centre x, centre y, width, height in pixels of the input, objectness, class
    /// scores, each 0 to 1.
    /// </returns>
    float[] Detect(ReadOnlyMemory<byte> pixels, int batch, int height, int width);
}
