using System.Collections.Immutable;
using System.Xml;
using System.Xml.Linq;
using Pruning.Diagnostics;
using Pruning.Storage;

namespace Pruning.Pipeline;

/// <summary>
/// A <c>.pruneproj</c>, or a file that it imports, as written: where each property and item stands. The values come
/// from the build, which evaluates conditions and imports; only the places, and names that nothing reads, come from
/// here.
/// </summary>
public sealed class ProjectSource
{
    private readonly XElement? _root;

    // Each setting and item of a request is looked up, and projects have thousands.
    private readonly Lazy<ILookup<string, XElement>> _properties;
    private readonly Lazy<ILookup<(string Type, string Include), XElement>> _items;

    private ProjectSource(string path, XElement? root)
    {
        Path = path;
        _root = root;
        _properties = new(() =>
            Properties().ToLookup(element => element.Name.LocalName, StringComparer.OrdinalIgnoreCase)
        );
        _items = new(() =>
            Items()
                .SelectMany(element =>
                    Identities(element, "Include")
                        .Distinct(StringComparer.OrdinalIgnoreCase)
                        .Select(include => (Key: Key(element.Name.LocalName, include), Element: element))
                )
                .ToLookup(item => item.Key, item => item.Element)
        );
    }

    public string Path { get; }

    /// <exception cref="PruneException">PRUNE0002: missing, or not XML.</exception>
    public static ProjectSource Read(string path)
    {
        try
        {
            return new ProjectSource(path, SafeXml.Load(path).Root);
        }
        catch (XmlException bad)
        {
            throw new PruneException(
                Codes.UnreadableProject,
                $"The project is not well-formed XML: {bad.Message} Without it no message can name a line. "
                    + $"Correct it at the place named.",
                new SourceLocation(path, bad.LineNumber, bad.LinePosition),
                bad
            );
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new PruneException(
                Codes.UnreadableProject,
                $"The project cannot be read: {failure.Message} Check the path and its rights.",
                new SourceLocation(path),
                failure
            );
        }
    }

    /// <summary>
    /// The last element that sets a property: the one that wins. The file alone where the property is set elsewhere.
    /// </summary>
    public SourceLocation LocationOf(string property) =>
        _properties.Value[property].LastOrDefault() is { } found ? At(found) : new SourceLocation(Path);

    /// <summary>
    /// The place of the <paramref name="occurrence"/>-th (from 0) item of that type and identity; null where there is
    /// none of them.
    /// </summary>
    public SourceLocation? LocationOf(string type, string include, int occurrence)
    {
        var matches = _items.Value[Key(type, include)];
        return (matches.ElementAtOrDefault(occurrence) ?? matches.LastOrDefault()) is { } found ? At(found) : null;
    }

    /// <summary>All property names with their places, in file order.</summary>
    public IEnumerable<(string Name, SourceLocation Location)> PropertyNames() =>
        Properties().Select(element => (element.Name.LocalName, At(element)));

    /// <summary>All item types with their places, in file order.</summary>
    public IEnumerable<(string Type, SourceLocation Location)> ItemTypes() =>
        Items().Select(element => (element.Name.LocalName, At(element)));

    /// <summary>
    /// What <c>Update</c> elements that always apply say of items of a type: a pattern over identities, what they set,
    /// and their place.
    /// </summary>
    public IEnumerable<ProjectItem> Updates(string type) =>
        from element in Items()
        where Named(element, type) && !IsConditional(element)
        from pattern in Identities(element, "Update")
        select new ProjectItem(type, pattern, MetadataOf(element), At(element));

    /// <summary>Whether the file says <c>$(Name)</c> elsewhere than where it sets the property.</summary>
    public bool ReadsProperty(string name) => Says($"$({name})", name) || Says($"$({name}.", name);

    /// <summary>Whether the file says <c>@(Type)</c> elsewhere than in an item of that type.</summary>
    public bool ReadsItems(string type) => Says($"@({type})", type) || Says($"@({type}-", type);

    private bool Says(string reference, string butIn) =>
        _root is not null
        && _root
            .DescendantsAndSelf()
            .Where(element => !Named(element, butIn))
            .Any(element =>
                element
                    .Attributes()
                    .Select(attribute => attribute.Value)
                    .Concat(element.Nodes().OfType<XText>().Select(text => text.Value))
                    .Any(text => text.Contains(reference, StringComparison.OrdinalIgnoreCase))
            );

    private IEnumerable<XElement> Properties() => Groups("PropertyGroup").Elements();

    private IEnumerable<XElement> Items() => Groups("ItemGroup").Elements();

    // Groups inside targets set properties while the build runs; they count as well, for the place of a message.
    private IEnumerable<XElement> Groups(string name) =>
        _root?.Descendants().Where(element => Named(element, name)) ?? [];

    private static (string Type, string Include) Key(string type, string include) =>
        (type.ToUpperInvariant(), include.ToUpperInvariant());

    // As MSBuild takes them: %2A is a star that is no wildcard to it.
    private static IEnumerable<string> Identities(XElement element, string attribute) =>
        (element.Attribute(attribute)?.Value ?? "")
            .Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(Uri.UnescapeDataString);

    private static ImmutableSortedDictionary<string, string> MetadataOf(XElement element)
    {
        var metadata = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (
            var attribute in element
                .Attributes()
                .Where(attribute => attribute.Name.LocalName is not ("Update" or "Condition" or "Label"))
        )
            metadata[attribute.Name.LocalName] = attribute.Value;
        foreach (var child in element.Elements())
            metadata[child.Name.LocalName] = child.Value;
        return metadata.ToImmutable();
    }

    private static bool IsConditional(XElement element) =>
        element
            .AncestorsAndSelf()
            .Any(ancestor =>
                ancestor.Attribute("Condition") is not null
                || Named(ancestor, "Target")
                || Named(ancestor, "When")
                || Named(ancestor, "Otherwise")
            )
        || element
            .Attributes()
            .Concat(element.Elements().SelectMany(child => child.Attributes()))
            .Any(attribute => attribute.Value.Contains("$(", StringComparison.Ordinal))
        || element.Elements().Any(child => child.Value.Contains("$(", StringComparison.Ordinal));

    private static bool Named(XElement element, string name) =>
        string.Equals(element.Name.LocalName, name, StringComparison.OrdinalIgnoreCase);

    private SourceLocation At(XElement element) =>
        element is IXmlLineInfo info && info.HasLineInfo()
            ? new SourceLocation(Path, info.LineNumber, info.LinePosition)
            : new SourceLocation(Path);
}
