namespace Pruning.Diagnostics;

/// <content>
/// Reported by the MSBuild tasks (Pruning.Tasks, <c>TaskCodes</c>), which cannot reference this assembly.
/// </content>
public static partial class Codes
{
    /// <summary>The engine that the build should start is not there.</summary>
    public static readonly DiagnosticCode EngineMissing = new("PRUNE0201", "The pruning engine is missing");

    /// <summary>The engine ended without saying why.</summary>
    public static readonly DiagnosticCode EngineStopped = new(
        "PRUNE0202",
        "The pruning engine stopped without an error message"
    );

    /// <summary>The file from which an app's accessor is generated is damaged.</summary>
    public static readonly DiagnosticCode UnreadableModelDescription = new(
        "PRUNE0203",
        "A model's description cannot be read"
    );

    /// <summary>Two models of an app would get the same accessor.</summary>
    public static readonly DiagnosticCode SameModelName = new("PRUNE0204", "Two models have the same name");

    /// <summary>The downloaded libtorch package is not one. Reported by the SDK's targets.</summary>
    public static readonly DiagnosticCode NoTorchInPackage = new("PRUNE0205", "The libtorch package holds no libtorch");

    /// <summary>
    /// A reference to a <c>.pruneproj</c> says how to embed in words that mean nothing. Reported by the app's targets.
    /// </summary>
    public static readonly DiagnosticCode UnknownEmbedding = new("PRUNE0206", "EmbedAs has an unknown value");

    /// <summary>A model project on two SDKs.</summary>
    public static readonly DiagnosticCode BesideAnotherSdk = new(
        "PRUNE0207",
        "A model project names another SDK beside ours"
    );
}
