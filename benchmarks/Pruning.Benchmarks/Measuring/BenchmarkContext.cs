using Pruning.Benchmarks.CommandLine;
using Pruning.Benchmarks.Inputs;

namespace Pruning.Benchmarks.Measuring;

/// <summary>What parts have at hand.</summary>
internal sealed record BenchmarkContext(
    BenchmarkSettings Settings,
    BenchmarkInputs Inputs,
    WorkFolder Folder,
    TextWriter Messages
)
{
    public bool IsQuick => Settings.Quick;

    /// <summary>Says what goes on; a whole run takes minutes.</summary>
    public void Note(string line) => Messages.WriteLine(line);

    /// <summary>How often something is done: once where only running it counts.</summary>
    public int Times(int usual) => IsQuick ? 1 : usual;
}
