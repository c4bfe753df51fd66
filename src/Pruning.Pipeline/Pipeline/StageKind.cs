namespace Pruning.Pipeline;

/// <summary>The stages, in the order in which they run.</summary>
public enum StageKind
{
    /// <summary>Reads the base model and gives it the dataset's classes.</summary>
    Import,

    /// <summary>Dense training; its result is the accuracy baseline.</summary>
    Train,

    /// <summary>Training with the penalty that drives unneeded channels' scales to zero.</summary>
    SparseTrain,

    /// <summary>Removes channels and measures BatchNorm statistics again.</summary>
    Prune,

    /// <summary>Training that recovers what the cut cost.</summary>
    FineTune,

    /// <summary>Writes and proves the ONNX files, the baseline's too.</summary>
    Export,

    /// <summary>Makes the exported model compute with 8-bit integers, where the project wants that.</summary>
    Quantize,

    /// <summary>Accuracy and latency of the ONNX files in ONNX Runtime.</summary>
    Evaluate,

    /// <summary>Judges the gates, writes the report and publishes the model.</summary>
    Gate,
}
