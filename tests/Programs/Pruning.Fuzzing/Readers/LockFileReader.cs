using Pruning.Evaluation.Gates;
using Pruning.Reporting;
using Pruning.Storage;

namespace Pruning.Fuzzing.Readers;

/// <summary>The lock file of gates.</summary>
internal sealed class LockFileReader()
    : FileReader(
        "lock",
        "a.pruning.lock.json",
        "Pruning.Evaluation.Gates.Locked",
        "Pruning.Evaluation.Gates.GateMetric"
    )
{
    protected override string? ReadFile(string path) =>
        LockedBaselineFile.Read(path) is { } locked ? ReportJson.Write(locked) : null;
}
