namespace Pruning.Graphs;

/// <summary>What <see cref="Network.Provenance"/> tells, by key. Free facts may stand beside these.</summary>
public static class ProvenanceKeys
{
    /// <summary>The base model's file name.</summary>
    public const string BaseFile = "base.file";

    /// <summary>Its size.</summary>
    public const string BaseBytes = "base.bytes";

    /// <summary>Its SHA-256, lower-case hexadecimal.</summary>
    public const string BaseSha256 = "base.sha256";

    /// <summary>
    /// The SHA-256 of what a project's BaseModel named: another than <see cref="BaseSha256"/> where that file was
    /// itself one of ours.
    /// </summary>
    public const string ProjectBase = "baseModelSha256";

    /// <summary>The architecture that was made with start weights instead.</summary>
    public const string BaseArchitecture = "base.architecture";

    /// <summary>The seed of those.</summary>
    public const string BaseSeed = "base.seed";

    /// <summary>The last stage or verb that changed the network.</summary>
    public const string Stage = "stage";

    /// <summary>The epoch that a PyTorch checkpoint says it is of.</summary>
    public const string TorchEpoch = "torch.epoch";

    /// <summary>The date that it says it was written.</summary>
    public const string TorchDate = "torch.date";

    /// <summary>That outputs of the head have start values and no training yet.</summary>
    public const string Head = "head";

    /// <summary>What <see cref="Head"/> says then.</summary>
    public const string Untrained = "untrained";

    /// <summary>That the head's anchors were fitted to a dataset, and what that gained.</summary>
    public const string Anchors = "anchors";

    /// <summary>
    /// The side in pixels at which a pruned network looks at pictures, where that is less than what its model takes.
    /// </summary>
    public const string Resolution = "resolution";

    /// <summary>The ranges of 8-bit integers that the network was trained with, as json.</summary>
    public const string Ranges = "quantization.ranges";

    /// <summary>The program that wrote the base model's ONNX file.</summary>
    public const string OnnxProducer = "onnx.producer";
}
