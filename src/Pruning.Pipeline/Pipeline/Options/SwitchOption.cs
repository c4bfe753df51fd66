using System.Collections.Immutable;
using Pruning.Diagnostics;

namespace Pruning.Pipeline.Options;

/// <summary>True or false.</summary>
public sealed class SwitchOption(string name, string help, string? notYet = null, bool standard = false)
    : ProjectOption<bool>(name, standard ? "true" : "false", help)
{
    public override string Values => "true or false";

    public override ImmutableArray<string> Refused => notYet is null ? [] : ["true"];

    public override bool Parse(string text, SourceLocation? location = null)
    {
        if (!bool.TryParse(text, out var value))
            throw Invalid(text, location, Suggestion.Sentence(text, ["true", "false"]));
        if (value && notYet is not null)
            throw new PruneException(
                Codes.NotInThisVersion,
                $"{Name} is true, which this version does not do: {notYet} Remove {Name} or set it to false.",
                location
            );
        return value;
    }
}
