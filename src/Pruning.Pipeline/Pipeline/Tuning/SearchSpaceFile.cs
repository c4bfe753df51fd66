using System.Collections.Immutable;
using Pruning.Diagnostics;
using Pruning.Storage;
using Pruning.Training;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Pruning.Pipeline.Tuning;

/// <summary>
/// Reads a yaml that says which parameters a search may change: YOLOv5's hyper-parameters and names of properties, each
/// with <c>{min: …, max: …, scale: log|linear}</c> or a list of values.
/// </summary>
internal static class SearchSpaceFile
{
    private const int MaximumParameters = 100;
    private const int MaximumChoices = 100;

    /// <exception cref="PruneException">
    /// PRUNE0115: missing, no such list, an unknown name, or values that the parameter does not take.
    /// </exception>
    public static ImmutableArray<TunedParameter> Read(string path) =>
        SmallYamlFile.Read(path, "a search space", text => Parse(path, text), (at, what) => Wrong(path, at, what));

    private static ImmutableArray<TunedParameter> Parse(string path, string text)
    {
        var parser = new CheckedYamlParser(text);
        parser.Consume<StreamStart>();
        if (!parser.TryConsume<DocumentStart>(out _))
            throw Wrong(path, default, "it is empty, so there is nothing to search");
        if (!parser.TryConsume<MappingStart>(out _))
            throw Wrong(path, parser.Current!.Start, "it is no list of 'name: values'");
        var found = ImmutableArray.CreateBuilder<TunedParameter>();
        while (!parser.TryConsume<MappingEnd>(out var end))
        {
            if (!parser.TryConsume<Scalar>(out var name))
                throw Wrong(path, parser.Current!.Start, "the name of a parameter is not a plain word");
            if (found.Count == MaximumParameters)
                throw Wrong(path, name.Start, $"it has more than {MaximumParameters} parameters");
            var parameter = Parameter(path, name, parser);
            if (found.Any(known => known.Name == parameter.Name))
                throw Wrong(path, name.Start, $"'{parameter.Name}' is given twice");
            found.Add(parameter);
        }

        if (found.Count == 0)
            throw Wrong(path, default, "it names no parameter, so there is nothing to search");
        parser.TryConsume<DocumentEnd>(out _);
        if (!parser.TryConsume<StreamEnd>(out _))
            throw Wrong(path, parser.Current!.Start, "a second document begins here, and one would be ignored");
        return found.ToImmutable();
    }

    private static TunedParameter Parameter(string path, Scalar name, CheckedYamlParser parser)
    {
        var kind = ParameterKind.Find(name.Value) ?? throw Wrong(path, name.Start, Unknown(name.Value));
        try
        {
            return new TunedParameter(kind.Name, Domain(path, kind, parser), kind.Key, At(path, name.Start));
        }
        catch (UnfitDomainException unfit)
        {
            throw Wrong(path, name.Start, unfit.Message);
        }
    }

    private static ParameterDomain Domain(string path, ParameterKind kind, CheckedYamlParser parser)
    {
        if (parser.TryConsume<SequenceStart>(out _))
            return kind.Choices([
                .. Scalars<SequenceEnd>(path, parser, MaximumChoices, $"a value of '{kind.Name}' is not a plain word"),
            ]);
        if (parser.TryConsume<MappingStart>(out _))
            return kind.Range(Entries(path, kind, parser));
        throw Wrong(
            path,
            parser.Current!.Start,
            $"'{kind.Name}' has neither {{min: …, max: …}} nor a list of values. One value alone is nothing to search; "
                + $"it belongs into the project"
        );
    }

    private static Dictionary<string, string> Entries(string path, ParameterKind kind, CheckedYamlParser parser)
    {
        var entries = new Dictionary<string, string>(StringComparer.Ordinal);
        var words = Scalars<MappingEnd>(path, parser, 2 * MaximumChoices, $"the range of '{kind.Name}' is nested");
        for (var index = 0; index + 1 < words.Count; index += 2)
        {
            if (!entries.TryAdd(words[index], words[index + 1]))
                throw new UnfitDomainException($"'{kind.Name}' has '{words[index]}' twice");
        }

        return entries;
    }

    private static List<string> Scalars<TEnd>(string path, CheckedYamlParser parser, int most, string otherwise)
        where TEnd : ParsingEvent
    {
        var words = new List<string>();
        while (!parser.TryConsume<TEnd>(out _))
        {
            if (!parser.TryConsume<Scalar>(out var word))
                throw Wrong(path, parser.Current!.Start, otherwise);
            if (words.Count == most)
                throw Wrong(path, word.Start, $"it lists more than {most} values");
            words.Add(word.Value);
        }

        return words;
    }

    private static string Unknown(string name) =>
        OptionNames.Contains(name)
            ? $"'{name}' is a property that no search changes: trials have to stay comparable in what they cost, what "
                + $"they are measured on and how long they train. Set it in the project"
            : $"it has '{name}', which is neither a hyper-parameter nor a property that a search may "
                + $"change.{Suggestion.Sentence(name, ParameterKind.Names)} docs/tuning.md lists them";

    private static readonly ImmutableHashSet<string> OptionNames =
    [
        .. Options.OptionCatalogue.All.Select(option => option.Name),
    ];

    private static SourceLocation At(string path, Mark at) => new(Path.GetFullPath(path), (int)at.Line, (int)at.Column);

    private static PruneException Wrong(string path, Mark at, string what) =>
        new(
            Codes.InvalidSearchSpace,
            $"The search space in '{path}' cannot be used: {what}. A search over other values than you meant would "
                + $"train for nothing; correct the file, or leave --space away for the built-in space.",
            At(path, at)
        );
}
