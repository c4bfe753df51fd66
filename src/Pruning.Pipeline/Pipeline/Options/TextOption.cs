using Pruning.Diagnostics;

namespace Pruning.Pipeline.Options;

/// <summary>Free text: a path or a name.</summary>
public sealed class TextOption(string name, string values, bool required, string help)
    : ProjectOption<string>(name, "", help)
{
    public bool IsRequired { get; } = required;

    public override string Values { get; } = values;

    public override string Parse(string text, SourceLocation? location = null)
    {
        if (text.Length == 0 && IsRequired)
            throw new PruneException(
                Codes.MissingProperty,
                $"{Name} is not set, and nothing can be made without it. Set it in a PropertyGroup: "
                    + $"<{Name}>…</{Name}>; it takes {Values}.",
                location
            );
        if (text.Contains('\0', StringComparison.Ordinal))
            throw Invalid(text.Replace('\0', '?'), location, " It holds a zero character.");
        return text;
    }
}
