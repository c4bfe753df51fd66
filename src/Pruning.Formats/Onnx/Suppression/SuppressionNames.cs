namespace Pruning.Onnx.Suppression;

/// <summary>How the parts of suppression in a file are called; docs/onnx.md says so too.</summary>
internal static class SuppressionNames
{
    /// <summary>Of every operator and constant that suppression brings.</summary>
    public const string Prefix = "suppression.";

    /// <summary>The output, <c>[1, M, 6]</c>: left, top, right, bottom, confidence, class.</summary>
    public const string Output = "detections";

    /// <summary>Columns of the output.</summary>
    public const int Columns = 6;

    /// <summary>A constant, a single float: boxes of at most this are dropped.</summary>
    public const string Confidence = Prefix + "confidence";

    /// <summary>Likewise: the intersection over union beyond which a box is removed.</summary>
    public const string Overlap = Prefix + "overlap";

    /// <summary>
    /// Likewise: pixels by which the boxes of each class are moved, so that classes do not overlap; 0, and they suppress
    /// each other too.
    /// </summary>
    public const string ClassOffset = Prefix + "class_offset";
}
