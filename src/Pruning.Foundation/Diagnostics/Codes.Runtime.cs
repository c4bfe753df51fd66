namespace Pruning.Diagnostics;

/// <content>Pruning.Runtime, which apps carry: it throws these and knows nothing of the engine.</content>
public static partial class Codes
{
    /// <summary>Bytes that are no picture of the size that was given.</summary>
    public static readonly DiagnosticCode RuntimePicture = new("PRUNE7501", "An app's picture cannot be looked at");

    /// <summary>A model that the runtime package does not run.</summary>
    public static readonly DiagnosticCode RuntimeModel = new("PRUNE7502", "The runtime package does not run the model");

    /// <summary>Session options with which an 8-bit model is slow.</summary>
    public static readonly DiagnosticCode RuntimeSlowSession = new(
        "PRUNE7503",
        "The session's options make an 8-bit model slow"
    );

    /// <summary>Output that is no number.</summary>
    public static readonly DiagnosticCode RuntimeOutput = new("PRUNE7504", "The model's output in an app is no number");

    /// <summary>A model without the signature that is required.</summary>
    public static readonly DiagnosticCode SignatureMissing = new(
        "PRUNE7505",
        "The model has no signature, and one is required"
    );

    /// <summary>A signature that does not hold.</summary>
    public static readonly DiagnosticCode SignatureRefused = new("PRUNE7506", "The model's signature does not hold");

    /// <summary>A key or certificate that no signature can be checked with.</summary>
    public static readonly DiagnosticCode SignatureTrust = new(
        "PRUNE7507",
        "The key or certificate for checking signatures is of no use"
    );

    /// <summary>Options that the suppression in a model does not follow.</summary>
    public static readonly DiagnosticCode RuntimeSuppression = new(
        "PRUNE7508",
        "The suppression in the model does not follow an app's options"
    );
}
