using System.CommandLine;
using System.CommandLine.Parsing;
using Pruning.Diagnostics;
using Pruning.Pipeline.Options;

namespace Pruning.DotnetTool.Commands;

/// <summary>Command-line options whose values, default and help are those of a project's property.</summary>
internal static class CatalogueOptions
{
    /// <summary>The help lists the choices, where there are some.</summary>
    public static Option<T> Of<T>(ProjectOption<T> property, string name, string unit) =>
        new(name)
        {
            Description = $"{property.Help}{Choices(property)} [default: {property.Default}]",
            HelpName = unit,
            CustomParser = Parser(property, name),
        };

    /// <summary>For an option that has the property's values, and a default or help of its own.</summary>
    public static Func<ArgumentResult, T?> Parser<T>(ProjectOption<T> property, string name) =>
        result =>
        {
            try
            {
                return property.Parse(result.Tokens[0].Value);
            }
            catch (PruneException refusal)
            {
                result.AddError($"{name}: {refusal.Diagnostic.Message}");
                return default;
            }
        };

    /// <summary>The value given, or the property's default.</summary>
    public static T Read<T>(this ParseResult parsed, Option<T> option, ProjectOption<T> property) =>
        parsed.GetResult(option) is { Implicit: false } ? parsed.GetValue(option)! : property.Parse(property.Default);

    private static string Choices(ProjectOption property) =>
        property is ChoiceOption some
            ? $" One of " + $"{string.Join(", ", some.Choices.Select(choice => choice.Name))}."
            : "";
}
