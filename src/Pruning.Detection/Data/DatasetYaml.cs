using System.Collections.Immutable;
using System.Globalization;
using Pruning.Diagnostics;
using Pruning.Storage;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Pruning.Data;

/// <summary>
/// Reads a dataset's yaml as ultralytics' tools do: <c>path</c>, <c>train</c>, <c>val</c>, <c>test</c> (a folder, a
/// list file, or several), <c>names</c> (a list, or a map from index to name), <c>nc</c>. Relative paths start at
/// <c>path</c>, and that at the yaml's own folder; patterns (<c>*</c>, <c>?</c>, <c>**</c>) stand for all that they
/// fit. Other keys are named in a warning, <c>download</c> among them: it may be a program.
/// </summary>
internal sealed class DatasetYaml
{
    private const long MaximumBytes = 4 << 20;
    private const int MaximumClasses = 65_536;
    private const int MaximumKeysNamed = 10;

    /// <summary>The name that a single class gets where the yaml names several.</summary>
    private const string SingleClassName = "item";

    private const string SingleQuotes =
        "in double quotes a backslash begins an escape, so write a Windows path in single quotes, or with '/'";

    private static readonly string[] Keys = ["path", .. Dataset.SplitNames, "names", "nc"];

    private readonly string _path;
    private readonly YamlMappingNode _root;

    private DatasetYaml(string path, YamlMappingNode root) => (_path, _root) = (path, root);

    /// <param name="diagnostics">Told of keys that are not heeded.</param>
    public static DatasetDescription Read(string path, DatasetOptions options, IDiagnosticSink diagnostics)
    {
        var full = Path.GetFullPath(path);
        var yaml = new DatasetYaml(full, Parse(full));
        var names = yaml.ClassNames();
        yaml.CheckClassCount(names.Length);
        if (!options.SingleClass)
            yaml.RequireDistinct(names);
        yaml.ReportOtherKeys(diagnostics);
        var root = yaml.Root();
        if (options.SingleClass && names.Length > 1)
            names = [SingleClassName];
        return new DatasetDescription(
            full,
            names,
            root,
            yaml.Sources(root),
            yaml.Value("download") is not null,
            options
        );
    }

    private string Root() => DatasetPath.Existing(Path.GetDirectoryName(_path)!, PathOf("path", Value("path")) ?? ".");

    /// <summary>
    /// A path as text, or null where nothing is said. A tab or a line's end in it is what became of
    /// <c>"C:\new\train"</c>.
    /// </summary>
    private string? PathOf(string key, YamlNode? node) =>
        Text(node) is { } text && text.Any(char.IsControl)
            ? throw Invalid(
                $"'{key}' holds control characters "
                    + $"('{string.Concat(text.Select(letter => char.IsControl(letter) ? '\uFFFD' : letter))}')",
                SingleQuotes,
                node!
            )
            : Text(node);

    private static YamlMappingNode Parse(string path)
    {
        try
        {
            var file = new FileInfo(path);
            if (!file.Exists)
                throw Unreadable(path, Directory.Exists(path) ? "it is a folder" : "there is no such file", null);
            if (file.Length > MaximumBytes)
                throw Unreadable(
                    path,
                    $"it has {file.Length} bytes, more than the {MaximumBytes} that are believable",
                    null
                );
            var text = Utf8File.Read(path);
            YamlExtent.Require(text);
            return new CheckedYamlParser(text).Documents().Documents is [{ RootNode: YamlMappingNode root }, ..]
                ? root
                : throw Unreadable(path, "it is no list of keys and values", null);
        }
        catch (TextEncodingException exception)
        {
            throw Unreadable(
                path,
                exception.Message,
                exception,
                new SourceLocation(path, exception.Line, exception.Column)
            );
        }
        catch (YamlException exception)
        {
            throw Unreadable(
                path,
                (exception.InnerException?.Message ?? exception.Message).TrimEnd('.')
                    + BackslashHint(path, exception.Start),
                exception,
                At(path, exception.Start)
            );
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(path, exception.Message.TrimEnd('.'), exception);
        }
    }

    /// <summary>
    /// What to write instead of <c>"C:\data"</c>; nothing where the line has no backslash in double quotes.
    /// </summary>
    private static string BackslashHint(string path, Mark start) =>
        File.ReadLines(path).ElementAtOrDefault((int)start.Line - 1) is { } line
        && line.IndexOf('"') is >= 0 and var quote
        && line.IndexOf('\\', quote) >= 0
            ? $"; {SingleQuotes}"
            : "";

    private ImmutableArray<string> ClassNames()
    {
        var names = Value("names") switch
        {
            YamlSequenceNode list => [.. list.Children.Select((node, index) => Name(node, index))],
            YamlMappingNode map => FromMap(map),
            null when Value("nc") is { } count => Numbered(count),
            null => throw Invalid("the class names are missing", "add 'names:' with one name a class", _root),
            var other => throw Invalid(
                "'names' is neither a list nor a map from index to name",
                "write one name a class",
                other
            ),
        };
        return names.Length is > 0 and <= MaximumClasses
            ? names
            : throw Invalid(
                $"it names {names.Length} classes",
                $"between 1 and {MaximumClasses} make sense",
                Value("names") ?? Value("nc")!
            );
    }

    /// <summary>Names for classes that are only counted.</summary>
    private ImmutableArray<string> Numbered(YamlNode count) =>
        ClassCount(count) is { } classes and <= MaximumClasses
            ?
            [
                .. Enumerable
                    .Range(0, classes)
                    .Select(index => string.Create(CultureInfo.InvariantCulture, $"class{index}")),
            ]
            : throw Invalid(
                $"'nc' says {count}",
                $"a number of classes between 1 and {MaximumClasses} makes sense; better, name them under 'names:'",
                count
            );

    private static int? ClassCount(YamlNode node) =>
        int.TryParse((node as YamlScalarNode)?.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? count
            : null;

    private ImmutableArray<string> FromMap(YamlMappingNode map)
    {
        var names = new string[map.Children.Count];
        foreach (var (key, value) in map.Children)
        {
            if (
                !int.TryParse(
                    (key as YamlScalarNode)?.Value,
                    NumberStyles.None,
                    CultureInfo.InvariantCulture,
                    out var index
                )
                || index >= names.Length
                || names[index] is not null
            )
                throw Invalid(
                    $"'names' has the key '{key}'",
                    $"the {names.Length} keys must be the class indices 0 to {names.Length - 1}",
                    key
                );
            names[index] = Name(value, index);
        }

        return [.. names];
    }

    private string Name(YamlNode node, int index) =>
        node is YamlScalarNode { Value: { } text }
            ? text
            : throw Invalid($"the name of class {index} is not a text", "write one name a class", node);

    /// <summary>
    /// Gates, reports and predictions know classes by name: of two that share one, all but one would be passed over.
    /// </summary>
    private void RequireDistinct(ImmutableArray<string> names)
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var index = 0; index < names.Length; index++)
        {
            if (!seen.TryAdd(names[index], index))
                throw Invalid(
                    $"classes {seen[names[index]]} and {index} are both called '{names[index]}', and a gate or a "
                        + $"figure of that name would be about one of them only",
                    "give each class a name of its own, or one number to both in the labels",
                    NameNode(index)
                );
        }
    }

    private YamlNode NameNode(int index) =>
        Value("names") switch
        {
            YamlSequenceNode list => list.Children[index],
            YamlMappingNode map => map
                .Children.First(pair =>
                    ((YamlScalarNode)pair.Key).Value is { } key && int.Parse(key, CultureInfo.InvariantCulture) == index
                )
                .Value,
            _ => _root,
        };

    private void CheckClassCount(int names)
    {
        if (Value("nc") is not { } node)
            return;
        if (ClassCount(node) != names)
            throw Invalid(
                $"'nc' says {node}, and {names} class names are given",
                "make the two agree, or remove 'nc'",
                node
            );
    }

    private void ReportOtherKeys(IDiagnosticSink diagnostics)
    {
        var others = _root
            .Children.Keys.Where(key => key is not YamlScalarNode { Value: { } name } || !Keys.Contains(name))
            .ToArray();
        if (others.Length == 0)
            return;
        var listed = string.Join(", ", others.Take(MaximumKeysNamed).Select(Described));
        var download = others.Any(IsDownload)
            ? " A 'download' is never carried out: it may be any program; fetch the images by hand."
            : "";
        diagnostics.Report(
            PruneDiagnostic.Of(
                Codes.DatasetKeysIgnored,
                $"The dataset file '{_path}' has keys that mean nothing here: "
                    + $"{listed}{(others.Length > MaximumKeysNamed ? ", …" : "")}. What they are to change does not "
                    + $"change; correct their spelling or remove them.{download}",
                At(_path, others[0].Start)
            )
        );
    }

    private static bool IsDownload(YamlNode key) => key is YamlScalarNode { Value: "download" };

    private static string Described(YamlNode key) =>
        $"'{key}'{(!IsDownload(key) && Suggestion.For(key.ToString(), Keys) is { } near ? $" (did you mean '{near}'?)" : "")}";

    private ImmutableDictionary<string, ImmutableArray<DatasetSource>> Sources(string root)
    {
        var sources = ImmutableDictionary.CreateBuilder<string, ImmutableArray<DatasetSource>>(StringComparer.Ordinal);
        foreach (var split in Dataset.SplitNames)
        {
            var nodes =
                Value(split) is YamlSequenceNode list ? list.Children
                : Value(split) is { } one ? [one]
                : [];
            var resolved = nodes.SelectMany(node => Resolve(root, split, node)).ToImmutableArray();
            if (!resolved.IsEmpty)
                sources[split] = resolved;
        }

        return sources.Count > 0
            ? sources.ToImmutable()
            : throw Invalid(
                "it names no images",
                "add 'train:' and 'val:', each a folder or a file that lists images",
                _root
            );
    }

    private IEnumerable<DatasetSource> Resolve(string root, string split, YamlNode node)
    {
        if (node is not YamlScalarNode)
            throw Invalid(
                $"'{split}' is not a path",
                "name a folder, a file that lists images, or a list of these",
                node
            );
        if (PathOf(split, node) is not { } text)
            return [];
        var path = DatasetPath.Existing(root, text);
        // Some exporters write '../train/images' for a folder beside the yaml.
        if (
            !Path.Exists(path)
            && text.StartsWith("../", StringComparison.Ordinal)
            && DatasetPath.Existing(root, text[3..]) is var beside
            && Path.Exists(beside)
        )
            path = beside;
        // A name may hold these signs itself.
        if (
            !Path.Exists(path)
            && DatasetPath.IsPattern(text)
            && DatasetPath.Matching(root, text) is { Length: > 0 } found
        )
            return found.Where(CanGiveImages).Select(match => new DatasetSource(match, At(_path, node.Start)));
        return [new DatasetSource(path, At(_path, node.Start))];
    }

    /// <summary>Of what a pattern fits: files that lie beside images are no lists of images.</summary>
    private static bool CanGiveImages(string path) =>
        Directory.Exists(path)
        || ImageListing.IsImage(path)
        || Path.GetExtension(path).Equals(".txt", StringComparison.OrdinalIgnoreCase)
        || ForeignPicture.Describe(path) is not null;

    private YamlNode? Value(string key) =>
        _root.Children.FirstOrDefault(pair => pair.Key is YamlScalarNode scalar && scalar.Value == key).Value;

    /// <summary>Null where nothing is said (<c>test:</c> with nothing after it).</summary>
    private static string? Text(YamlNode? node) =>
        node switch
        {
            YamlScalarNode { Style: ScalarStyle.Plain, Value: "" or "~" or "null" } => null,
            YamlScalarNode { Value: { Length: > 0 } text } when !text.Contains('\0') => text,
            _ => null,
        };

    private static SourceLocation At(string path, Mark mark) => new(path, (int)mark.Line, (int)mark.Column);

    private static PruneException Unreadable(
        string path,
        string why,
        Exception? inner,
        SourceLocation? location = null
    ) =>
        new(
            Codes.DatasetUnreadable,
            $"The dataset file '{path}' cannot be read: {why}. Without it there are no images to train or "
                + $"measure on; name a yaml file in the YOLO layout.",
            location ?? new SourceLocation(path),
            inner
        );

    private PruneException Invalid(string what, string remedy, YamlNode node) =>
        new(
            Codes.DatasetInvalid,
            $"The dataset file '{_path}' cannot be used: {what}; {remedy}.",
            At(_path, node.Start)
        );
}
