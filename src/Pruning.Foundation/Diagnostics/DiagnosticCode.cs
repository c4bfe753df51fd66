namespace Pruning.Diagnostics;

/// <summary>
/// One entry of the catalogue (<see cref="Codes"/>): a code that is never re-used, its default severity and a short
/// title. Each has a page <c>docs/codes/&lt;Id&gt;.md</c>.
/// </summary>
/// <param name="Id">For example <c>PRUNE3004</c>; the first digit names the area.</param>
/// <param name="Title">A few words, the heading of the page.</param>
/// <param name="Severity">The severity when nothing overrides it.</param>
public sealed record DiagnosticCode(string Id, string Title, DiagnosticSeverity Severity = DiagnosticSeverity.Error)
{
    public override string ToString() => Id;
}
