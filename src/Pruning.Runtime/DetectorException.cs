namespace Pruning.Runtime;

/// <summary>A detector cannot do what it was asked: what happened, why it matters, and the way out.</summary>
public sealed class DetectorException : Exception
{
    /// <summary>A picture that is none.</summary>
    public const string PictureCode = "PRUNE7501";

    /// <summary>A model of another kind.</summary>
    public const string ModelCode = "PRUNE7502";

    /// <summary>Session options with which an 8-bit model is slow.</summary>
    public const string SlowSessionCode = "PRUNE7503";

    /// <summary>The model's output is no use.</summary>
    public const string OutputCode = "PRUNE7504";

    /// <summary>A model without the signature that is required.</summary>
    public const string MissingSignatureCode = "PRUNE7505";

    /// <summary>A signature that does not hold.</summary>
    public const string RefusedSignatureCode = "PRUNE7506";

    /// <summary>A key or certificate that no signature can be checked with.</summary>
    public const string TrustCode = "PRUNE7507";

    /// <summary>Options that the suppression in a model does not follow.</summary>
    public const string SuppressionCode = "PRUNE7508";

    internal DetectorException(string code, string message, Exception? inner = null)
        : base($"{code}: {message}", inner) => Code = code;

    /// <summary>Such as <c>PRUNE7501</c>; docs/codes has a page for each.</summary>
    public string Code { get; }
}
