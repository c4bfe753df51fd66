using System.Collections.Immutable;
using System.Text.Json;
using Pruning.Checkpoints.Safetensors;
using Pruning.Checkpoints.StateDicts;
using Pruning.Diagnostics;
using Pruning.Graphs;
using Pruning.Graphs.Import;
using Pruning.Storage;

namespace Pruning.Checkpoints;

/// <summary>
/// Our own checkpoints: safetensors files that hold the weights, and in their metadata the graph, the class names and
/// the provenance. The same network gives the same bytes. Any safetensors reader can take the weights out.
/// </summary>
public static class SafetensorsFile
{
    /// <summary>Writes a network, replacing the file in one step.</summary>
    /// <param name="half">Weights as 16-bit floats: half the size, about 3 significant digits.</param>
    /// <exception cref="PruneException">PRUNE1009: with <paramref name="half"/>, a weight is beyond 65504.</exception>
    public static void Save(string path, Network network, bool half = false) =>
        AtomicFile.Write(path, stream => SafetensorsWriter.Write(stream, network, half));

    /// <summary>Reads a network that <see cref="Save"/> wrote, or the state dict of a YOLOv5 model.</summary>
    /// <exception cref="PruneException">PRUNE1001 to PRUNE1013: why it cannot be read.</exception>
    public static Network Load(string path) => CheckpointReader.Read(path, new DiagnosticList());

    internal static Network Read(string path, FileStream stream, IDiagnosticSink diagnostics)
    {
        var header = SafetensorsHeader.Read(path, stream);
        var tensors = new SafetensorsTensors(path, header, stream);
        if (!header.Metadata.TryGetValue(MetadataKeys.Graph, out var description))
            return StateDictNetwork.Read(path, tensors, Names(path, header), ModelYaml.Beside(path), diagnostics);
        var graph = GraphJson.Parse(path, description);
        RequireOwners(path, graph, header);
        return new Network(
            graph,
            new ParameterSet(header.Entries.Select(entry => tensors.Read(entry.Name, entry.Name))),
            Names(path, header) ?? [],
            Provenance(path, header)
        );
    }

    /// <summary>
    /// Every tensor belongs to a layer: one that does not would be lost at the first change of the network, unnoticed.
    /// </summary>
    private static void RequireOwners(string path, Graph graph, SafetensorsHeader header)
    {
        var owned = graph.Nodes.SelectMany(NodeParameters.NamesOf).ToHashSet(StringComparer.Ordinal);
        if (header.Entries.FirstOrDefault(entry => !owned.Contains(entry.Name)) is { } stray)
            throw CheckpointErrors.Damaged(
                path,
                $"its tensor '{CheckpointErrors.Quote(stray.Name)}' belongs to no layer of its description"
            );
    }

    private static ImmutableArray<string>? Names(string path, SafetensorsHeader header) =>
        header.Metadata.TryGetValue(MetadataKeys.Classes, out var json)
            ? Whole(path, MetadataKeys.Classes, Json<string?[]>(path, MetadataKeys.Classes, json))
            : null;

    private static ImmutableSortedDictionary<string, string> Provenance(string path, SafetensorsHeader header) =>
        header.Metadata.TryGetValue(MetadataKeys.Provenance, out var json)
            ? Json<Dictionary<string, string?>>(path, MetadataKeys.Provenance, json)
                .ToImmutableSortedDictionary(
                    pair => pair.Key,
                    pair =>
                        pair.Value
                        ?? throw CheckpointErrors.Damaged(
                            path,
                            $"its metadata '{MetadataKeys.Provenance}' has an empty entry"
                        ),
                    StringComparer.Ordinal
                )
            : ImmutableSortedDictionary<string, string>.Empty;

    private static ImmutableArray<string> Whole(string path, string key, string?[] texts) =>
        [
            .. texts.Select(text =>
                text ?? throw CheckpointErrors.Damaged(path, $"its metadata '{key}' has an empty entry")
            ),
        ];

    private static T Json<T>(string path, string key, string json)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(json)
                ?? throw CheckpointErrors.Damaged(path, $"its metadata '{key}' is empty");
        }
        catch (JsonException exception)
        {
            throw CheckpointErrors.Damaged(path, $"its metadata '{key}' is not what belongs there", exception);
        }
    }
}
