using Pruning.Data;

namespace Pruning.Evaluation;

/// <summary>What a model gave for one picture.</summary>
/// <param name="Number">The picture's, counted from 0 over the whole evaluation.</param>
/// <param name="Rows"><c>[N, 5 + C]</c>.</param>
internal readonly record struct ImagePredictions(
    int Number,
    ReadOnlyMemory<float> Rows,
    LabeledImage Image,
    Letterbox Letterbox
)
{
    /// <summary>Takes a batch's output apart.</summary>
    /// <param name="output"><c>[B, N, 5 + C]</c>.</param>
    /// <param name="first">The first picture's number.</param>
    /// <exception cref="Diagnostics.PruneException">The output is not of that shape (<c>PRUNE7004</c>).</exception>
    public static IEnumerable<ImagePredictions> Split(
        ReadOnlyMemory<float> output,
        ImageBatch batch,
        int first,
        int classCount
    )
    {
        EvaluationChecks.CheckOutput(output.Length, batch.Count, classCount);
        var rows = output.Length / batch.Count;
        return Enumerable
            .Range(0, batch.Count)
            .Select(i => new ImagePredictions(
                first + i,
                output.Slice(i * rows, rows),
                batch.Images[i],
                batch.Letterboxes[i]
            ));
    }
}
