using Pruning.Diagnostics;

namespace Pruning.Pipeline.Options;

/// <summary>True or false.</summary>
public sealed class SwitchOption(string name, string help, bool standard = false)
    : ProjectOption<bool>(name, standard ? "true" : "false", help)
{
    public override string Values => "true or false";

    public override bool Parse(string text, SourceLocation? location = null) =>
        bool.TryParse(text, out var value)
            ? value
            : throw Invalid(text, location, Suggestion.Sentence(text, ["true", "false"]));
}
