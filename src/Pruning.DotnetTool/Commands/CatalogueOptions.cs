using System.CommandLine;
using Pruning.Diagnostics;
using Pruning.Pipeline.Options;

namespace Pruning.DotnetTool.Commands;

/// <summary>Command-line options whose values, default and help are those of a project's property.</summary>
internal static class CatalogueOptions
{
    public static Option<T> Of<T>(ProjectOption<T> property, string name, string unit) => new(name)
    {
        Description = $"{property.Help} [default: {property.Default}]",
        HelpName = unit,
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            try
            {
                return property.Parse(text);
            }
            catch (PruneException refusal)
            {
                result.AddError($"{name}: {refusal.Diagnostic.Message}");
                return default!;
            }
        },
    };

    /// <summary>A switch that is off unless it is given.</summary>
    public static Option<bool> Of(SwitchOption property, string name) => new(name) { Description = property.Help };

    /// <summary>The value given, or the property's default.</summary>
    public static T Read<T>(this ParseResult parsed, Option<T> option, ProjectOption<T> property) =>
        parsed.GetResult(option) is { Implicit: false } ? parsed.GetValue(option)! : property.Parse(property.Default);
}
