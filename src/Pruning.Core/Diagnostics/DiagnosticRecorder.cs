namespace Pruning.Diagnostics;

/// <summary>Passes diagnostics on, and keeps them for the reports.</summary>
public sealed class DiagnosticRecorder(IDiagnosticSink next) : IDiagnosticSink
{
    private readonly DiagnosticList _kept = new();

    /// <summary>What was passed on until now, in order.</summary>
    public IReadOnlyList<PruneDiagnostic> Items => _kept.Items;

    public void Report(PruneDiagnostic diagnostic)
    {
        _kept.Report(diagnostic);
        next.Report(diagnostic);
    }
}
