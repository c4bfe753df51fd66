using System.Text.Json.Serialization;
using Pruning.Diagnostics;

namespace Pruning.Pipeline.Store;

/// <summary>
/// What a stage warned of, kept with its result so that a build that takes the result from the store warns as well:
/// perhaps on another machine, for a project whose lines have moved.
/// </summary>
/// <param name="Code">Such as <c>PRUNE0113</c>.</param>
/// <param name="Severity">error or warning.</param>
/// <param name="Message">With tokens for the folders of project and dataset.</param>
/// <param name="Setting">The property that it is about; its line is looked up anew.</param>
/// <param name="File">
/// From the project's folder, with slashes, empty for the project itself; null where it is about no file.
/// </param>
public sealed record StoredDiagnostic(
    string Code,
    string Severity,
    string Message,
    string? Setting,
    string? File,
    int Line,
    int Column
)
{
    /// <summary>
    /// The item that it is about, whose line is looked up anew as well; not in what versions wrote that kept only
    /// properties.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public StoredItem? Item { get; init; }

    /// <summary>So many of a stage are kept.</summary>
    public const int Maximum = 200;

    private const string Error = "error";
    private const string ProjectToken = "$(MSBuildProjectDirectory)";
    private const string DatasetToken = "$(DatasetDirectory)";

    public static StoredDiagnostic Of(PruneDiagnostic diagnostic, ProjectRequest request)
    {
        var message = diagnostic.Message;
        foreach (var (token, folder) in Folders(request).OrderByDescending(pair => pair.Folder.Length))
            message = message.Replace(folder, token, StringComparison.Ordinal);
        var place = diagnostic.Location;
        var isProject = place?.File == request.ProjectPath;
        var file =
            place is null ? null
            : isProject ? ""
            : RelativeTo(request.ProjectFolder, place.Value.File);
        return new StoredDiagnostic(
            diagnostic.Code.Id,
            diagnostic.Severity == DiagnosticSeverity.Error ? Error : "warning",
            message,
            isProject ? request.Settings.FirstOrDefault(setting => setting.Location == place)?.Name : null,
            file,
            isProject || file is null ? 0 : place!.Value.Line,
            isProject || file is null ? 0 : place!.Value.Column
        )
        {
            Item = isProject ? StoredItem.At(place!.Value, request) : null,
        };
    }

    /// <summary>For a build of today; null for what this version does not know.</summary>
    public PruneDiagnostic? For(ProjectRequest request)
    {
        if (Codes.All.FirstOrDefault(known => known.Id == Code) is not { } code || Message is null)
            return null;
        var message = Folders(request)
            .Aggregate(Message, (text, pair) => text.Replace(pair.Token, pair.Folder, StringComparison.Ordinal));
        return new PruneDiagnostic(
            code,
            Severity == Error ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning,
            message,
            Place(request)
        );
    }

    private SourceLocation? Place(ProjectRequest request) =>
        this switch
        {
            { Setting: { } setting } => request.LocationOf(setting),
            { Item: { } item } => item.LocationIn(request),
            { File: null } => null,
            _ when File.Contains('\0', StringComparison.Ordinal) => null,
            { File: "" } => request.Location,
            _ => new SourceLocation(
                Path.GetFullPath(Path.Combine(request.ProjectFolder, File)),
                Math.Max(0, Line),
                Math.Max(0, Column)
            ),
        };

    private static IEnumerable<(string Token, string Folder)> Folders(ProjectRequest request)
    {
        if (request.ProjectFolder.Length > 1)
            yield return (ProjectToken, request.ProjectFolder);
        if (
            request.Find(Options.OptionCatalogue.Dataset.Name) is { } dataset
            && Path.GetDirectoryName(request.Resolve(dataset.Value)) is { Length: > 1 } folder
        )
            yield return (DatasetToken, folder);
    }

    private static string? RelativeTo(string folder, string file)
    {
        var relative = Path.GetRelativePath(folder, file);
        return Path.IsPathRooted(relative) ? null : relative.Replace('\\', '/');
    }
}
