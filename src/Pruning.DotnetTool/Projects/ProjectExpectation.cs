using System.Collections.Immutable;
using System.Xml.Linq;
using Pruning.Diagnostics;
using Pruning.DotnetTool.Models;
using Pruning.Pipeline;
using Pruning.Pipeline.Durations;

namespace Pruning.DotnetTool.Projects;

/// <summary>How long the first build of a project is expected to take that was just written.</summary>
internal static class ProjectExpectation
{
    /// <param name="path">Full path of the project.</param>
    /// <param name="xml">Its text, without conditions: what MSBuild would make of it stands there.</param>
    /// <returns>In words; null where nobody can tell yet: <c>plan</c> says why.</returns>
    public static string? Foresee(string path, string xml, CancellationToken cancellation)
    {
        try
        {
            return new ProjectView(Request(path, xml), new DiagnosticList())
                .Standing(HasTorch() ? PaceTrials.Training : PaceTrials.Inference, cancellation)
                .Expected;
        }
        catch (PruneException)
        {
            return null;
        }
    }

    // The first build brings it.
    private static bool HasTorch()
    {
        try
        {
            TorchStart.Run();
            return true;
        }
        catch (PruneException refusal) when (refusal.Code == Codes.MissingTensorLibrary)
        {
            return false;
        }
    }

    private static ProjectRequest Request(string path, string xml)
    {
        var root = XDocument.Parse(xml).Root!;
        var place = new SourceLocation(path);
        return new ProjectRequest(
            path,
            Path.GetFileNameWithoutExtension(path),
            Path.Combine(Path.GetDirectoryName(path)!, "obj"),
            null,
            [
                .. root.Elements("PropertyGroup")
                    .Elements()
                    .Select(property => new ProjectSetting(property.Name.LocalName, property.Value, place)),
            ],
            [.. root.Elements("ItemGroup").Elements().Select(item => Item(item, place))]
        );
    }

    private static ProjectItem Item(XElement item, SourceLocation place) =>
        new(
            item.Name.LocalName,
            item.Attribute("Include")?.Value ?? "",
            item.Attributes()
                .Where(attribute => attribute.Name.LocalName != "Include")
                .ToImmutableSortedDictionary(
                    attribute => attribute.Name.LocalName,
                    attribute => attribute.Value,
                    StringComparer.OrdinalIgnoreCase
                ),
            place
        );
}
