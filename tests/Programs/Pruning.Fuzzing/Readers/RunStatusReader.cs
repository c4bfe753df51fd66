using Pruning.Pipeline.Status;

namespace Pruning.Fuzzing.Readers;

/// <summary>What a running build says of itself, as who watches it reads it.</summary>
internal sealed class RunStatusReader()
    : FileReader("status", "status.json", "Pruning.Pipeline.Status.RunStatusFile", "Pruning.Pipeline.Status.RunStatus")
{
    protected override string? ReadFile(string path) =>
        $"{RunStatusFile.TryRead(path)?.Steps.Length} "
        + $"{string.Join('|', RunStatusFile.ReadLog(path).Select(epoch => epoch.Epoch))}";
}
