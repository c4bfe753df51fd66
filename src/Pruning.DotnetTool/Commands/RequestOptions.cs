using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using Pruning.Diagnostics;
using Pruning.Pipeline;
using Pruning.Pipeline.Options;

namespace Pruning.DotnetTool.Commands;

/// <summary>
/// A verb's options that say what a project's properties and items say: what is given becomes a request, which the same
/// readers and checks take as a project's. Messages name the option as the place.
/// </summary>
internal sealed class RequestOptions
{
    private readonly List<Func<ParseResult, ProjectSetting?>> _settings = [];
    private readonly List<Func<ParseResult, IEnumerable<ProjectItem>>> _items = [];

    /// <summary>In the order in which they were added.</summary>
    public List<Option> All { get; } = [];

    /// <summary>An option with a property's values, default and help.</summary>
    public Option<T> Add<T>(ProjectOption<T> property, string name, string unit) =>
        Add(property, CatalogueOptions.Of(property, name, unit));

    /// <summary>An option with a property's values and default, and words of its own.</summary>
    /// <param name="default">In words; the property's own where null.</param>
    public void Add<T>(ProjectOption<T> property, string name, string unit, string help, string? @default = null)
    {
        var option = CatalogueOptions.Of(property, name, unit);
        option.Description = $"{help} [default: {@default ?? property.Default}]";
        Add(property, option);
    }

    /// <summary>A switch that gives a property a value.</summary>
    public void AddSwitch(ProjectOption property, string value, string name, string? help = null) =>
        AddSwitch(property, value, new Option<bool>(name) { Description = help ?? property.Help });

    /// <summary>Likewise, one that other verbs have too.</summary>
    public void AddSwitch(ProjectOption property, string value, Option<bool> option)
    {
        All.Add(option);
        _settings.Add(parsed =>
            parsed.GetValue(option) ? new ProjectSetting(property.Name, value, new SourceLocation(option.Name)) : null
        );
    }

    /// <summary>An option with a property's values, and a help of its own.</summary>
    public TOption Add<TOption>(ProjectOption property, TOption option)
        where TOption : Option
    {
        All.Add(option);
        _settings.Add(parsed =>
            parsed.GetResult(option) is { Implicit: false, Tokens: [var token, ..] }
                ? new ProjectSetting(property.Name, token.Value, new SourceLocation(option.Name))
                : null
        );
        return option;
    }

    /// <summary>
    /// An option that stands for items: <c>--reduction Flops=50%</c> is a SparsityTarget Flops whose Reduction is 50%.
    /// </summary>
    /// <param name="metadata">What stands behind the equals sign; null for items without any.</param>
    public void Add(ItemKind kind, string? metadata, Option<string[]> option)
    {
        if (metadata is not null)
            option.Validators.Add(result => RefuseWithoutValue(result, option));
        All.Add(option);
        _items.Add(parsed => (parsed.GetValue(option) ?? []).Select(text => ItemOf(kind, metadata, option.Name, text)));
    }

    /// <summary>What the command line asks for.</summary>
    public ProjectRequest Read(ParseResult parsed) =>
        new(
            "dotnet-prune",
            "",
            "",
            null,
            [.. _settings.Select(setting => setting(parsed)).OfType<ProjectSetting>()],
            [.. _items.SelectMany(items => items(parsed))]
        );

    private static void RefuseWithoutValue(OptionResult result, Option<string[]> option)
    {
        foreach (
            var token in result.Tokens.Where(token =>
                token.Value.LastIndexOf('=') is var at && (at < 1 || at == token.Value.Length - 1)
            )
        )
            result.AddError($"{option.Name} takes {option.HelpName}, not '{token.Value}'.");
    }

    private static ProjectItem ItemOf(ItemKind kind, string? metadata, string option, string text)
    {
        var split = metadata is null ? text.Length : text.LastIndexOf('=');
        var values = ImmutableSortedDictionary.Create<string, string>(StringComparer.OrdinalIgnoreCase);
        return new ProjectItem(
            kind.Type,
            text[..split].Trim(),
            metadata is null ? values : values.Add(metadata, text[(split + 1)..].Trim()),
            new SourceLocation($"{option} {text}")
        );
    }
}
