namespace Pruning.Evaluation.Gates;

/// <summary>What a gate can judge.</summary>
public enum GateMetricKind
{
    /// <summary>Mean average precision at IoU 0.5, a fraction.</summary>
    Map50,

    /// <summary>Mean average precision over IoU 0.5 to 0.95, a fraction.</summary>
    Map5095,

    /// <summary>Mean precision over classes at the confidence of the best F1, a fraction.</summary>
    Precision,

    /// <summary>Mean recall there, a fraction.</summary>
    Recall,

    /// <summary>Mean F1 over classes at a fixed confidence, a fraction.</summary>
    F1,

    /// <summary>One class's average precision at IoU 0.5, a fraction.</summary>
    ClassAp50,

    /// <summary>One class's average precision over IoU 0.5 to 0.95, a fraction.</summary>
    ClassAp,

    /// <summary>The share of one class's boxes that are right, at a fixed confidence.</summary>
    ClassPrecision,

    /// <summary>The share of one class's labels that are found, at a fixed confidence.</summary>
    ClassRecall,

    /// <summary>Trainable values.</summary>
    Parameters,

    /// <summary>Floating-point operations for one image.</summary>
    Flops,

    /// <summary>Bytes of the ONNX file.</summary>
    FileSize,

    /// <summary>Milliseconds for one image in ONNX Runtime on this machine.</summary>
    Latency,

    /// <summary>Latency divided by the baseline's, both measured side by side.</summary>
    LatencyRatio,

    /// <summary>How far mAP50-95 by the code that apps run is from the measured one, a fraction.</summary>
    RuntimeParity,
}
