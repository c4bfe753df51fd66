using System.Collections.Immutable;
using Pruning.Diagnostics;

namespace Pruning.Pipeline.Options;

/// <summary>One of a few names, in any case; read as the catalogue spells it.</summary>
public sealed class ChoiceOption(string name, ImmutableArray<Choice> choices, string help)
    : ProjectOption<string>(name, choices[0].Name, help)
{
    /// <summary>The first is the default.</summary>
    public ImmutableArray<Choice> Choices { get; } = choices;

    public override string Values => string.Join(", ", Available.Select(choice => $"'{choice.Name}'"));

    public override ImmutableArray<string> Refused =>
        [.. Choices.Where(choice => !choice.IsAvailable).Select(choice => choice.Name)];

    private IEnumerable<Choice> Available => Choices.Where(choice => choice.IsAvailable);

    public override string Parse(string text, SourceLocation? location = null)
    {
        var choice = Choices.FirstOrDefault(choice =>
            string.Equals(choice.Name, text, StringComparison.OrdinalIgnoreCase)
        ) ?? throw Invalid(text, location, Suggestion.Sentence(text, Choices.Select(choice => choice.Name)));
        if (!choice.IsAvailable)
            throw new PruneException(
                Codes.NotInThisVersion,
                $"{Name} is '{choice.Name}' ({choice.Help}), which this version does not do; going on without it "
                    + $"would make another model than the one asked for. Use {Values}.",
                location
            );
        return choice.Name;
    }
}
