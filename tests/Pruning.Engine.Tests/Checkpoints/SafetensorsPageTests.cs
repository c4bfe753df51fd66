using System.Reflection;
using System.Text.Json;
using Pruning.Checkpoints.Safetensors;
using Pruning.Diagnostics;
using Pruning.Graphs;
using Pruning.Pipeline;
using Pruning.Testing;

namespace Pruning.Checkpoints;

/// <summary>docs/safetensors.md says what the code writes.</summary>
public class SafetensorsPageTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(SourceTree.Root, "docs", "safetensors.md"));

    [Fact]
    public void The_example_is_a_graph_and_is_written_as_it_stands()
    {
        var example = Page.Split("```json")[1].Split("```")[0];
        var graph = GraphJson.Parse("page", example);
        Assert.Equal(2, graph.Detect!.ClassCount);
        using var document = JsonDocument.Parse(example);
        Assert.Equal(JsonSerializer.Serialize(document.RootElement), GraphJson.Write(graph));
    }

    [Theory]
    [InlineData(typeof(MetadataKeys))]
    [InlineData(typeof(ProvenanceKeys))]
    public void Every_key_is_on_it(Type keys)
    {
        var values = keys.GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(field => (string)field.GetValue(null)!)
            .ToList();
        Assert.NotEmpty(values);
        Assert.All(values, value => Assert.Contains($"`{value}`", Page, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_operation_and_field_is_on_it()
    {
        using var document = JsonDocument.Parse(GraphJson.Write(SafetensorsTests.OneOfEach().Graph));
        var nodes = document.RootElement.GetProperty("nodes").EnumerateArray().ToList();
        Assert.Equal(
            EngineIdentity
                .Assemblies.SelectMany(assembly => assembly.GetTypes())
                .Count(type => type.IsSubclassOf(typeof(Node))),
            nodes.Select(node => node.GetProperty("op").GetString()).Distinct().Count()
        );
        Assert.All(nodes, node =>
            Assert.Contains($"| `{node.GetProperty("op").GetString()}` |", Page, StringComparison.Ordinal)
        );
        Assert.All(nodes.SelectMany(node => node.EnumerateObject()), field =>
            Assert.Contains($"`{field.Name}`", Page, StringComparison.Ordinal)
        );
        Assert.All(Enum.GetNames<ActivationKind>(), kind =>
            Assert.Contains($"`{kind}`", Page, StringComparison.Ordinal)
        );
    }

    [Fact]
    public void The_metadata_that_is_written_is_the_metadata_that_is_documented()
    {
        var path = Path.GetTempFileName();
        try
        {
            SafetensorsFile.Save(path, SafetensorsTests.OneOfEach());
            using var stream = File.OpenRead(path);
            Assert.Equal(
                ["pruning.classes", "pruning.engine", "pruning.graph", "pruning.provenance"],
                SafetensorsHeader.Read(path, stream).Metadata.Keys.Order(StringComparer.Ordinal)
            );
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void The_codes_that_it_names_exist() =>
        Assert.All(
            System.Text.RegularExpressions.Regex.Matches(Page, "PRUNE[0-9]{4}").Select(match => match.Value),
            id => Assert.Contains(Codes.All, code => code.Id == id)
        );
}
