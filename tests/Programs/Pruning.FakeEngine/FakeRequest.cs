using System.Xml.Linq;

namespace Pruning.FakeEngine;

/// <summary>The request as the build wrote it.</summary>
internal sealed class FakeRequest
{
    private readonly XElement _root;

    private FakeRequest(XElement root) => _root = root;

    public string Name => Attribute("Name");

    public string OutputDirectory => Attribute("OutputDirectory");

    public string ProjectFolder => Path.GetDirectoryName(Attribute("Project"))!;

    public static FakeRequest Read(string path) => new(XElement.Load(path));

    public string Property(string name) =>
        _root
            .Elements("Property")
            .FirstOrDefault(property => (string?)property.Attribute("Name") == name)
            ?.Attribute("Value")
            ?.Value
        ?? "";

    /// <summary>Adds a line to the diary.</summary>
    public void Note(string line) => File.AppendAllText(Path.Combine(ProjectFolder, "engine-calls.txt"), line + "\n");

    private string Attribute(string name) => _root.Attribute(name)!.Value;
}
