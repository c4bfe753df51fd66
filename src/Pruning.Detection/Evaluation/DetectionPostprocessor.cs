using Pruning.Data;

namespace Pruning.Evaluation;

/// <summary>
/// Suppresses a picture's raw boxes, and brings what is left and its labels back to the picture's own pixels. Serves
/// one thread.
/// </summary>
/// <param name="classCount">The model's.</param>
/// <param name="singleClass">Whatever class the model gives, it counts as the first.</param>
internal sealed class DetectionPostprocessor(SuppressionOptions options, int classCount, bool singleClass)
{
    private readonly NonMaximumSuppression _suppression = new(options);

    /// <param name="rows"><c>[N, 5 + C]</c>.</param>
    /// <exception cref="Diagnostics.PruneException">A value is not finite (<c>PRUNE7001</c>).</exception>
    public JudgedPicture Judge(ReadOnlySpan<float> rows, LabeledImage image, Letterbox letterbox)
    {
        var detections = _suppression.Run(rows, classCount);
        for (var i = 0; i < detections.Length; i++)
            detections[i] = letterbox.ToOriginal(singleClass ? detections[i] with { ClassIndex = 0 } : detections[i]);
        var labels = new Detection[image.Labels.Length];
        for (var i = 0; i < labels.Length; i++)
            labels[i] = letterbox.ToOriginal(letterbox.ToInput(image.Labels[i]));
        return new JudgedPicture(detections, labels);
    }
}

/// <summary>A picture's detections, most confident first, and labels, both in its own pixels.</summary>
internal readonly record struct JudgedPicture(Detection[] Detections, Detection[] Labels);
