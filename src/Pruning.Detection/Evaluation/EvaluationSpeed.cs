namespace Pruning.Evaluation;

/// <summary>
/// Where an evaluation's time went, in milliseconds an image; the mean over the threads that run the model, where these
/// are several. An ONNX file's threads also judge: there <see cref="Waiting"/>, <see cref="Inference"/> and
/// <see cref="Judging"/> add up to <see cref="Total"/>. Otherwise judging runs beside the model, and the other two do.
/// Decoding always runs beside.
/// </summary>
/// <param name="Total">
/// From the first image's reading to the last one's judgement, as a clock on the wall has it.
/// </param>
/// <param name="Waiting">The model had no decoded, letterboxed image, or had to wait for those that judge.</param>
/// <param name="Inference">The model and the decoding of its head.</param>
/// <param name="Judging">Suppression of overlapping boxes; the labels' boxes.</param>
public readonly record struct EvaluationSpeed(double Total, double Waiting, double Inference, double Judging)
{
    /// <summary>Null where there was no time to measure.</summary>
    public double? ImagesPerSecond => Total > 0 ? 1000 / Total : null;
}
