namespace Pruning.Diagnostics;

/// <summary>
/// How loud a diagnostic is. Errors fail a build; warnings honour <c>NoWarn</c> and <c>WarningsAsErrors</c>.
/// </summary>
public enum DiagnosticSeverity
{
    Warning,
    Error,
}
