namespace Pruning.Diagnostics;

/// <summary>Passes diagnostics on, each once however often it is said, and keeps them for the reports.</summary>
public sealed class DiagnosticRecorder(IDiagnosticSink next) : IDiagnosticSink
{
    private readonly Lock _gate = new();
    private readonly HashSet<PruneDiagnostic> _known = [];
    private readonly DiagnosticList _kept = new();

    /// <summary>What was passed on until now, in order.</summary>
    public IReadOnlyList<PruneDiagnostic> Items => _kept.Items;

    public void Report(PruneDiagnostic diagnostic)
    {
        lock (_gate)
        {
            if (!_known.Add(diagnostic))
                return;
            _kept.Report(diagnostic);
        }

        next.Report(diagnostic);
    }
}
