using Pruning.Diagnostics;

namespace Pruning.DotnetTool;

/// <summary>What the process returns; a contract with scripts and with the build tasks.</summary>
internal static class ExitCodes
{
    public const int Success = 0;
    public const int Error = 1;
    public const int GateFailed = 2;
    public const int BadInput = 3;

    /// <summary>
    /// The exit code of a diagnostic, by its area: project file, import, data and pruning requests are the user's input;
    /// training, quantization, export, evaluation and cache are work that went wrong; gates have their own.
    /// </summary>
    public static int Of(DiagnosticCode code) => code.Id["PRUNE".Length] switch
    {
        '8' => GateFailed,
        '0' or '1' or '2' or '4' => BadInput,
        _ => Error,
    };
}
