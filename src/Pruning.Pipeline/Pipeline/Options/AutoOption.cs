using Pruning.Diagnostics;

namespace Pruning.Pipeline.Options;

/// <summary>An option that is <c>auto</c> unless the user decides; null stands for auto.</summary>
public sealed class AutoOption<T>(ProjectOption<T> decided) : ProjectOption<T?>(decided.Name, Auto, decided.Help)
    where T : struct
{
    private const string Auto = "auto";

    public override string Values => $"'{Auto}' or {decided.Values}";

    public override T? Parse(string text, SourceLocation? location = null)
    {
        if (string.Equals(text, Auto, StringComparison.OrdinalIgnoreCase))
            return null;
        try
        {
            return decided.Parse(text, location);
        }
        catch (PruneException)
        {
            // The inner option does not know that 'auto' is allowed too.
            throw Invalid(text, location, Suggestion.Sentence(text, [Auto]));
        }
    }
}
