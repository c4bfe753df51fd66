using System.Xml.Linq;

namespace Pruning.Pipeline;

/// <summary>
/// A project and its request as a build would write them, from the project's text alone (no conditions, no imports).
/// </summary>
internal static class ProjectFiles
{
    public static string Write(TemporaryFolder folder, string project, string? cache = null)
    {
        folder.Write("weights/base.pt", "weights");
        folder.Write("data/data.yaml", "names: [a, b]");
        return Write(folder, "", project, cache);
    }

    /// <summary>Only the two, in a folder of the folder.</summary>
    public static string Write(TemporaryFolder folder, string at, string project, string? cache)
    {
        var path = folder.Write(Path.Combine(at, "Detector.pruneproj"), project);
        var root = XElement.Parse(project);
        var request = new XElement(
            "PruningRequest",
            new XAttribute("Version", 1),
            new XAttribute("Project", path),
            new XAttribute("Name", "Detector"),
            new XAttribute("OutputDirectory", folder.PathOf(Path.Combine(at, "obj/pruning"))),
            new XAttribute("CacheDirectory", cache ?? folder.PathOf("cache")),
            root.Elements("PropertyGroup")
                .Elements()
                .Select(element => new XElement(
                    "Property",
                    new XAttribute("Name", element.Name.LocalName),
                    new XAttribute("Value", element.Value)
                )),
            root.Elements("ItemGroup")
                .Elements()
                .Where(element => element.Attribute("Include") is not null)
                .Select(Item)
        );
        return folder.Write(Path.Combine(at, "obj/request.xml"), request.ToString());
    }

    public static ProjectRequest Request(TemporaryFolder folder, string project) =>
        ProjectRequest.Read(Write(folder, project));

    /// <summary>
    /// A project with what is required; <paramref name="properties"/> are on line 6 and <paramref name="items"/> from
    /// line 7 on.
    /// </summary>
    public static string With(string properties = "", string items = "") =>
        $"""
            <Project Sdk="Pruning.Tasks">
              <PropertyGroup>
                <BaseModel>weights/base.pt</BaseModel>
                <Dataset>data/data.yaml</Dataset>
              </PropertyGroup>
              <PropertyGroup>{properties}</PropertyGroup>
              <ItemGroup>{items}</ItemGroup>
              <ItemGroup><SparsityTarget Include="Parameters" Reduction="40%" /></ItemGroup>
            </Project>
            """;

    private static XElement Item(XElement element) =>
        new(
            "Item",
            new XAttribute("Type", element.Name.LocalName),
            element.Attribute("Include")!,
            element
                .Attributes()
                .Where(attribute => attribute.Name != "Include")
                .Select(attribute => new XElement(
                    "Metadata",
                    new XAttribute("Name", attribute.Name.LocalName),
                    new XAttribute("Value", attribute.Value)
                ))
        );
}
