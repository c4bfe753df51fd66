using System.Collections.Immutable;
using Pruning.Diagnostics;

namespace Pruning.Pipeline;

/// <summary>
/// What a build asks for: a project's properties and items as MSBuild evaluated them, with the places where the project
/// states them.
/// </summary>
/// <param name="ProjectPath">Full path of the <c>.pruneproj</c>.</param>
/// <param name="Name">The model's name; also that of the files made.</param>
/// <param name="OutputDirectory">Where the model and the reports go.</param>
/// <param name="CacheDirectory">The stage store; null for the user's own.</param>
public sealed record ProjectRequest(
    string ProjectPath,
    string Name,
    string OutputDirectory,
    string? CacheDirectory,
    ImmutableArray<ProjectSetting> Settings,
    ImmutableArray<ProjectItem> Items
)
{
    /// <summary>The project, and the files it imports that declare something of ours, as written.</summary>
    public ImmutableArray<ProjectSource> Sources { get; init; } = [];

    /// <summary>Full path of the file that it was read from; null for one that was made otherwise.</summary>
    public string? File { get; init; }

    /// <summary>The project file as a whole.</summary>
    public SourceLocation Location => new(ProjectPath);

    /// <summary>The folder that relative paths resolve against.</summary>
    public string ProjectFolder => Path.GetDirectoryName(ProjectPath)!;

    /// <summary>Reads a request file defensively, and the project file that it names for its line numbers.</summary>
    /// <exception cref="PruneException">PRUNE0001 or PRUNE0002.</exception>
    public static ProjectRequest Read(string path) => ProjectRequestReader.Read(path);

    /// <summary>
    /// A property's setting, or null where it is absent or blank, which means its default. Names ignore case.
    /// </summary>
    public ProjectSetting? Find(string name) =>
        Settings.LastOrDefault(setting => string.Equals(setting.Name, name, StringComparison.OrdinalIgnoreCase))
            is { } found
        && !string.IsNullOrWhiteSpace(found.Value)
            ? found with
            {
                Value = found.Value.Trim(),
            }
            : null;

    /// <summary>Where a property is set, or the project file.</summary>
    public SourceLocation LocationOf(string property) => Find(property)?.Location ?? Location;

    /// <summary>The items of a type, in project order.</summary>
    public IEnumerable<ProjectItem> ItemsOf(string type) =>
        Items.Where(item => string.Equals(item.Type, type, StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// A path that the project states, in full: relative ones start at the project's folder; both slashes separate.
    /// </summary>
    public string Resolve(string path) =>
        Path.GetFullPath(Path.Combine(ProjectFolder, OperatingSystem.IsWindows() ? path : path.Replace('\\', '/')));
}
