namespace Pruning.Diagnostics;

public static partial class Codes
{
    /// <summary>A measured value is outside its gate's bounds.</summary>
    public static readonly DiagnosticCode GateFailed = new("PRUNE8001", "A gate failed");

    /// <summary>The same for a gate that only warns.</summary>
    public static readonly DiagnosticCode GateWarning = new("PRUNE8002", "A gate that only warns failed", DiagnosticSeverity.Warning);

    /// <summary>A gate's metric was not measured or is not a number.</summary>
    public static readonly DiagnosticCode GateUnmeasured = new("PRUNE8003", "A gate's metric has no value");

    /// <summary>A gate names a class that the dataset does not have.</summary>
    public static readonly DiagnosticCode GateUnknownClass = new("PRUNE8004", "A gate names a class that the dataset lacks");
}
