using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace Pruning.Tasks;

/// <summary>
/// Writes what the project asks for, as MSBuild evaluated it, to the request file that the engine reads. The same
/// project gives the same bytes; an unchanged file is not touched.
/// </summary>
[MSBuildMultiThreadableTask]
public sealed class WritePruningRequest : FileTask
{
    private const string TypeOfItem = "PruningItemType";

    [Required]
    public string RequestFile { get; set; } = "";

    /// <summary>Full path of the <c>.pruneproj</c>.</summary>
    [Required]
    public string Project { get; set; } = "";

    [Required]
    public string ModelName { get; set; } = "";

    /// <summary>Full path of the folder for the model and the reports.</summary>
    [Required]
    public string OutputDirectory { get; set; } = "";

    /// <summary>The stage store; empty for the user's own.</summary>
    public string CacheDirectory { get; set; } = "";

    /// <summary>
    /// Properties: identity is the name, metadata <c>Value</c> the value. Empty ones are left out: the engine knows the
    /// defaults.
    /// </summary>
    public ITaskItem[] Settings { get; set; } = [];

    /// <summary>
    /// The types of items that the engine knows. Metadata <c>NamesFiles</c>: whether their wildcards stand for files.
    /// </summary>
    public ITaskItem[] ItemTypes { get; set; } = [];

    /// <summary>The project's items of those types, each with its type as metadata <c>PruningItemType</c>.</summary>
    public ITaskItem[] Items { get; set; } = [];

    /// <summary>
    /// Files that are imported without the project saying so; empty entries and files that do not exist are none.
    /// </summary>
    public string[] ImpliedImports { get; set; } = [];

    /// <summary>
    /// The user's files that the project imports and that declare something of ours: what they say counts as well.
    /// </summary>
    [Output]
    public ITaskItem[] Sources { get; private set; } = [];

    private Dictionary<string, string> GlobalProperties =>
        (BuildEngine as IBuildEngine6)?.GetGlobalProperties().ToDictionary(pair => pair.Key, pair => pair.Value) ?? [];

    protected override string? Place => Project;

    protected override bool Run()
    {
        var evaluated = new Lazy<EvaluatedProject>(() => new EvaluatedProject(Project, GlobalProperties));
        try
        {
            return Write(evaluated);
        }
        finally
        {
            if (evaluated.IsValueCreated)
                evaluated.Value.Dispose();
        }
    }

    /// <param name="evaluated">Evaluated once, by whichever needs it first.</param>
    private bool Write(Lazy<EvaluatedProject> evaluated)
    {
        var imported = ImportedFiles.Find(Project, ImpliedImports, ItemTypes.Select(type => type.ItemSpec), evaluated);
        Sources = [.. imported.Select(file => new TaskItem(file))];
        string[] textual =
        [
            .. ItemTypes.Where(type => type.GetMetadata("NamesFiles") != "true").Select(type => type.ItemSpec),
        ];
        var wildcards = WildcardItems.Find(imported.Prepend(Project), textual, evaluated);
        foreach (var (element, text) in wildcards.Refusals)
            Log.LogError(
                null,
                TaskCodes.InvalidItem,
                null,
                HelpLink.Find(TaskCodes.InvalidItem),
                element.File,
                element.Line,
                element.Column,
                0,
                0,
                "{0}",
                text
            );
        if (Log.HasLoggedErrors)
            return false;
        var request = new XElement(
            "PruningRequest",
            new XAttribute("Version", "1"),
            new XAttribute("Project", Project),
            new XAttribute("Name", ModelName),
            new XAttribute("OutputDirectory", OutputDirectory),
            new XAttribute("CacheDirectory", CacheDirectory),
            Settings.Where(setting => setting.GetMetadata("Value").Length > 0).Select(Property),
            ItemTypes.SelectMany(type => ItemsOf(type.ItemSpec)),
            Sources.Select(source => new XElement("Source", new XAttribute("Path", source.ItemSpec)))
        );
        ContentFile.Write(RequestFile, request + "\n");
        return true;

        IEnumerable<XElement> ItemsOf(string type) =>
            wildcards
                .Meant(type, Items.Where(item => item.GetMetadata(TypeOfItem) == type))
                .Select(item => Item(type, item));
    }

    private static XElement Property(ITaskItem setting) =>
        new(
            "Property",
            new XAttribute("Name", setting.ItemSpec),
            new XAttribute("Value", WithoutPassword(setting.GetMetadata("Value")))
        );

    // The engine refuses an address with a user and a password; it need not be written down for that.
    private static string WithoutPassword(string value) =>
        Regex.Replace(value, "^(https?://).*@", "$1***@", RegexOptions.IgnoreCase);

    private static XElement Item(string type, ITaskItem item) =>
        new(
            "Item",
            new XAttribute("Type", type),
            new XAttribute("Include", item.ItemSpec),
            // A dictionary's order is not a promise: sort, for the same bytes every time.
            item.CloneCustomMetadata()
                .Keys.Cast<string>()
                .Where(name => name != TypeOfItem)
                .OrderBy(name => name, StringComparer.Ordinal)
                .Select(name => new XElement(
                    "Metadata",
                    new XAttribute("Name", name),
                    new XAttribute("Value", item.GetMetadata(name))
                ))
        );
}
