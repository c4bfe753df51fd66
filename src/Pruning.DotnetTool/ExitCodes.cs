using System.Collections.Frozen;
using Pruning.Diagnostics;

namespace Pruning.DotnetTool;

/// <summary>What the process returns; a contract with scripts and with the build tasks.</summary>
internal static class ExitCodes
{
    public const int Success = 0;
    public const int Error = 1;
    public const int GateFailed = 2;
    public const int BadInput = 3;

    /// <summary>Work that went wrong, or a machine that lacks something, although the input was right.</summary>
    private static readonly FrozenSet<DiagnosticCode> Failures = FrozenSet.Create(
        Codes.FileTrouble,
        Codes.ImportNotWritten,
        Codes.MissingTensorLibrary,
        Codes.UnavailableDevice,
        Codes.MissingImageLibrary,
        Codes.NativeLibraryNotInstalled,
        Codes.TrainingDiverged,
        Codes.ImportNotFaithful,
        Codes.OfficialWeightsUnavailable,
        Codes.ExportNotFaithful,
        Codes.ExportNotWritten,
        Codes.CheckpointNotWritten,
        Codes.NonFiniteOutput,
        Codes.PictureNotWritten,
        Codes.OnnxRunFailed,
        Codes.OnnxRuntimeMissing,
        Codes.CacheNotWritable,
        Codes.DiskFull,
        Codes.NotCached,
        Codes.DamagedMeanwhile,
        Codes.CacheInUse,
        Codes.ClusterCommandMissing,
        Codes.ClusterUnreachable,
        Codes.JobRefused,
        Codes.JobCannotRun,
        Codes.JobCancelled,
        Codes.JobWithoutResult,
        Codes.JobKeepsStopping,
        Codes.JobSeesOther,
        Codes.JobLacksInput,
        Codes.BaselineNotWritten,
        Codes.NothingToAccept,
        Codes.NothingTuned
    );

    /// <summary>The exit code of an error: most say that a file, an option or a request is wrong.</summary>
    public static int Of(DiagnosticCode code) =>
        code == Codes.GateFailed || code == Codes.GateUnmeasured ? GateFailed
        : code == Codes.SignatureMissing || code == Codes.SignatureRefused ? GateFailed
        : Failures.Contains(code) ? Error
        : BadInput;
}
