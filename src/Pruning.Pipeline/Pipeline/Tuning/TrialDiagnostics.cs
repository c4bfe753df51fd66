using Pruning.Diagnostics;

namespace Pruning.Pipeline.Tuning;

/// <summary>
/// Passes on what trials warn of, except that a training was too short: those of all rungs but the last are meant to be.
/// </summary>
internal sealed class TrialDiagnostics(IDiagnosticSink next) : IDiagnosticSink
{
    /// <summary>Whether the running trial trains for less than the whole time.</summary>
    public bool IsShort { get; set; }

    public void Report(PruneDiagnostic diagnostic)
    {
        if (!IsShort || diagnostic.Code != Codes.TrainingTooShort)
            next.Report(diagnostic);
    }
}
