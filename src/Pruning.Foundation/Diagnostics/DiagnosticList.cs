namespace Pruning.Diagnostics;

/// <summary>A sink that keeps what it is told, in order.</summary>
public sealed class DiagnosticList : IDiagnosticSink
{
    private readonly Lock _gate = new();
    private readonly List<PruneDiagnostic> _items = [];

    public IReadOnlyList<PruneDiagnostic> Items
    {
        get
        {
            lock (_gate)
                return [.. _items];
        }
    }

    public void Report(PruneDiagnostic diagnostic)
    {
        lock (_gate)
            _items.Add(diagnostic);
    }
}
