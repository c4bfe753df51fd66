using System.Buffers;
using System.Collections.Immutable;
using System.Xml;
using System.Xml.Linq;
using Pruning.Diagnostics;
using Pruning.Storage;

namespace Pruning.Pipeline;

/// <summary>The format of <c>request.xml</c>, version 1 (docs/how-a-build-runs.md).</summary>
internal sealed class ProjectRequestReader
{
    private const int MaximumEntries = 10_000;

    private static readonly SearchValues<char> NotInFileNames = SearchValues.Create("/\\:*?\"<>|\0");

    private readonly string _path;

    private ProjectRequestReader(string path) => _path = path;

    public static ProjectRequest Read(string path) => new ProjectRequestReader(path).Read();

    private ProjectRequest Read()
    {
        var root = Load();
        if (root.Name.LocalName != "PruningRequest")
            throw Malformed(root, $"its root is '{root.Name.LocalName}', not 'PruningRequest'");
        if (root.Attribute("Version")?.Value != "1")
            throw Malformed(
                root,
                $"its version is '{root.Attribute("Version")?.Value}', and this engine reads version 1; use the "
                    + $"engine that the build's package carries"
            );
        var project = FullPath(root, "Project");
        var source = ProjectSource.Read(project);
        // Files that the build found the project to import; one that has gone meanwhile declares nothing.
        var imported = Limited(root, "Source")
            .Select(element => FullPath(element, "Path"))
            .Where(File.Exists)
            .Select(ProjectSource.Read);
        ImmutableArray<ProjectSource> sources = [source, .. imported];
        return new ProjectRequest(
            project,
            Name(root),
            FullPath(root, "OutputDirectory"),
            root.Attribute("CacheDirectory")?.Value is { Length: > 0 } cache
                ? Path.Combine(Path.GetDirectoryName(project)!, cache)
                : null,
            Settings(root, source),
            Items(root, sources)
        )
        {
            Sources = sources,
            File = Path.GetFullPath(_path),
        };
    }

    private XElement Load()
    {
        try
        {
            return SafeXml.Load(_path).Root!;
        }
        catch (XmlException bad)
        {
            throw new PruneException(
                Codes.UnreadableRequest,
                $"The build's request is not well-formed XML: {bad.Message} Build again; the build writes it anew.",
                new SourceLocation(_path, bad.LineNumber, bad.LinePosition),
                bad
            );
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new PruneException(
                Codes.UnreadableRequest,
                $"The build's request cannot be read: {failure.Message} Build again; the build writes it anew.",
                new SourceLocation(_path),
                failure
            );
        }
    }

    private string Name(XElement root)
    {
        var name = Required(root, "Name");
        // It becomes a file name in the output folder, and must not lead out of it.
        if (name is "." or ".." || name.AsSpan().ContainsAny(NotInFileNames))
            throw Malformed(root, $"the name '{name}' cannot be a file's name");
        return name;
    }

    private ImmutableArray<ProjectSetting> Settings(XElement root, ProjectSource source) =>
        [
            .. Limited(root, "Property")
                .Select(element =>
                    Required(element, "Name") is var name
                        ? new ProjectSetting(name, element.Attribute("Value")?.Value ?? "", source.LocationOf(name))
                        : null!
                ),
        ];

    private ImmutableArray<ProjectItem> Items(XElement root, ImmutableArray<ProjectSource> sources)
    {
        var seen = new Dictionary<(string, string), int>();
        var items = ImmutableArray.CreateBuilder<ProjectItem>();
        foreach (var element in Limited(root, "Item"))
        {
            var (type, include) = (Required(element, "Type"), Required(element, "Include"));
            var occurrence = seen.GetValueOrDefault((type, include));
            seen[(type, include)] = occurrence + 1;
            items.Add(
                new ProjectItem(type, include, Metadata(element), LocationOf(type, include, occurrence, sources))
            );
        }

        return items.ToImmutable();
    }

    private static SourceLocation LocationOf(
        string type,
        string include,
        int occurrence,
        ImmutableArray<ProjectSource> sources
    ) =>
        sources
            .Select(source => source.LocationOf(type, include, occurrence))
            .FirstOrDefault(place => place is not null)
        ?? new SourceLocation(sources[0].Path);

    private ImmutableSortedDictionary<string, string> Metadata(XElement item)
    {
        var metadata = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var element in Limited(item, "Metadata"))
            metadata[Required(element, "Name")] = element.Attribute("Value")?.Value ?? "";
        return metadata.ToImmutable();
    }

    private List<XElement> Limited(XElement parent, string name)
    {
        var elements = parent.Elements(name).Take(MaximumEntries + 1).ToList();
        return elements.Count <= MaximumEntries
            ? elements
            : throw Malformed(parent, $"it holds more than {MaximumEntries} {name} elements");
    }

    private string FullPath(XElement element, string attribute)
    {
        var path = Required(element, attribute);
        return Path.IsPathFullyQualified(path)
            ? Path.GetFullPath(path)
            : throw Malformed(element, $"{attribute} is '{path}', and has to be a full path");
    }

    private string Required(XElement element, string attribute) =>
        element.Attribute(attribute)?.Value is { } value && !string.IsNullOrWhiteSpace(value)
            ? value
            : throw Malformed(element, $"'{element.Name.LocalName}' has no {attribute}");

    private PruneException Malformed(XElement element, string what) =>
        new(
            Codes.UnreadableRequest,
            $"The build's request is malformed: {what}. Nothing can be built from it; build again, and the build "
                + $"writes it anew.",
            element is IXmlLineInfo info && info.HasLineInfo()
                ? new SourceLocation(_path, info.LineNumber, info.LinePosition)
                : new SourceLocation(_path)
        );
}
