using Pruning.Diagnostics;

namespace Pruning.Benchmarks.Inputs;

/// <summary>
/// Warnings about a dataset are not what is measured, and repeated pictures are meant to be there. Errors are thrown
/// all the same.
/// </summary>
internal sealed class UnheardDiagnostics : IDiagnosticSink
{
    public static UnheardDiagnostics Instance { get; } = new();

    public void Report(PruneDiagnostic diagnostic) { }
}
