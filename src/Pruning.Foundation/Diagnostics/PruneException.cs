namespace Pruning.Diagnostics;

/// <summary>
/// The one exception that means "the input or the environment is wrong", as opposed to a bug of ours:
/// it is shown to the user as its diagnostic, without a trace.
/// </summary>
public sealed class PruneException : Exception
{
    public PruneException(PruneDiagnostic diagnostic, Exception? inner = null)
        : base(diagnostic.Message, inner) => Diagnostic = diagnostic;

    public PruneException(DiagnosticCode code, string message, SourceLocation? location = null, Exception? inner = null)
        : this(PruneDiagnostic.Of(code, message, location), inner) { }

    public PruneDiagnostic Diagnostic { get; }

    public DiagnosticCode Code => Diagnostic.Code;

    /// <summary>
    /// The same about a file, for who knows which one it was: what is wrong with a network is found without knowing
    /// where it came from.
    /// </summary>
    public PruneException About(string file) =>
        Diagnostic.Location is null
            ? new PruneException(Diagnostic with { Location = new SourceLocation(file) }, this)
            : this;
}
