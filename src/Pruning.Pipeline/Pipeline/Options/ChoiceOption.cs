using System.Collections.Immutable;
using Pruning.Diagnostics;

namespace Pruning.Pipeline.Options;

/// <summary>One of a few names, in any case; read as the catalogue spells it.</summary>
public sealed class ChoiceOption(string name, ImmutableArray<Choice> choices, string help)
    : ProjectOption<string>(name, choices[0].Name, help)
{
    /// <summary>The first is the default.</summary>
    public ImmutableArray<Choice> Choices { get; } = choices;

    public override string Values => string.Join(", ", Choices.Select(choice => $"'{choice.Name}'"));

    public override string Parse(string text, SourceLocation? location = null)
    {
        var choice = Choices.FirstOrDefault(choice =>
            string.Equals(choice.Name, text, StringComparison.OrdinalIgnoreCase)
        ) ?? throw Invalid(text, location, Suggestion.Sentence(text, Choices.Select(choice => choice.Name)));
        return choice.Name;
    }
}
