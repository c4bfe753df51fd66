using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Pruning.Diagnostics;
using Pruning.Graphs;
using Pruning.Graphs.Import;

namespace Pruning.Checkpoints.Safetensors;

/// <summary>A graph as JSON: <c>{"version":1,"nodes":[{"op":…,"name":…,"inputs":[…],…}],"outputs":[…]}</c>.</summary>
internal static class GraphJson
{
    private const int Version = 1;

    public static string Write(Graph graph)
    {
        using var buffer = new MemoryStream();
        using (
            var writer = new Utf8JsonWriter(
                buffer,
                new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }
            )
        )
        {
            writer.WriteStartObject();
            writer.WriteNumber("version", Version);
            writer.WriteStartArray("nodes");
            foreach (var node in graph.Nodes)
                NodeJsonWriter.Write(writer, node);
            writer.WriteEndArray();
            writer.WriteStartArray("outputs");
            foreach (var output in graph.Outputs)
                writer.WriteStringValue(output);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    /// <summary>Reads what <see cref="Write"/> wrote, trusting nothing in it.</summary>
    public static Graph Parse(string path, string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 16 });
            var root = new JsonFields(path, document.RootElement, "the network's description");
            var version = root.Integer("version", 1, int.MaxValue);
            if (version > Version)
            {
                throw new PruneException(
                    Codes.NewerCheckpoint,
                    $"'{Path.GetFileName(path)}' was written with description version {version}; this program "
                        + $"reads up to {Version}. It cannot know what a newer one means; use a newer version of the "
                        + $"tool.",
                    new SourceLocation(path)
                );
            }

            var nodes = root.Array("nodes", GraphBuilder.MostNodes)
                .Select(node => NodeJsonReader.Parse(new JsonFields(path, node, "a layer's description")))
                .ToList();
            return new Graph(nodes, root.Strings("outputs", 64));
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw CheckpointErrors.Damaged(path, "its description of the network is not JSON", exception);
        }
    }
}
