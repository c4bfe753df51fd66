using Pruning.Diagnostics;

namespace Pruning.DotnetTool.Terminal;

/// <summary>Passes on what was not told before: a file that is read twice has the same faults twice.</summary>
internal sealed class ToldOnce(IDiagnosticSink sink) : IDiagnosticSink
{
    private readonly HashSet<PruneDiagnostic> _told = [];

    public void Report(PruneDiagnostic diagnostic)
    {
        lock (_told)
        {
            if (!_told.Add(diagnostic))
                return;
        }

        sink.Report(diagnostic);
    }
}
