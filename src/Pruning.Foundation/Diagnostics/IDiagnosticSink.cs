namespace Pruning.Diagnostics;

/// <summary>
/// Where warnings go while work goes on (errors are thrown as <see cref="PruneException"/>). Implementations are
/// thread-safe.
/// </summary>
public interface IDiagnosticSink
{
    void Report(PruneDiagnostic diagnostic);
}
