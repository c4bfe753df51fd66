using Pruning.Pruners.Latency;

namespace Pruning.Fuzzing.Readers;

/// <summary>The times of layers that were measured before.</summary>
internal sealed class LayerTimesReader()
    : FileReader("layer-times", "times.json", "Pruning.Pruners.Latency.LayerTimeTable")
{
    // Nothing is asked for that would be measured: the file stays.
    protected override string? ReadFile(string path)
    {
        var table = new LayerTimeTable(path, new LayerTimeTable.Circumstances("1.31.1", "cpu", 1), _ => 1);
        return $"{table.Measured}";
    }
}
