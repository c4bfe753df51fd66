namespace Pruning.Diagnostics;

public static partial class Codes
{
    /// <summary>The key or certificate that models are to be signed with is of no use.</summary>
    public static readonly DiagnosticCode SigningKeyUnusable = new("PRUNE6101", "The signing key cannot be used");
}
