namespace Pruning.Diagnostics;

public static partial class Codes
{
    /// <summary>A network description that contradicts itself or its parameters.</summary>
    public static readonly DiagnosticCode InconsistentNetwork = new("PRUNE1001", "The network contradicts itself");
}
