using Pruning.Diagnostics;
using Pruning.Graphs;
using Pruning.Yolo;

namespace Pruning.Onnx.Import;

/// <summary>
/// Gives an imported network YOLOv5's own layer names: those that its file kept, completed, or where it kept none
/// recovered, by comparing its structure with the tables'. Channel counts do not matter, so pruned networks are
/// recognised too.
/// </summary>
internal static class OnnxLayerNames
{
    /// <param name="known">Whether the file named every convolution.</param>
    public static Network Settle(string path, Network network, bool known, IDiagnosticSink diagnostics)
    {
        if (known && OnnxNamePrefix.Without(network.Graph) is { } unwrapped)
            network = Rename(network, unwrapped);
        var names = YoloNames.Find(network.Graph);
        if (names is null && !known)
        {
            diagnostics.Report(
                PruneDiagnostic.Of(
                    Codes.InventedLayerNames,
                    $"'{Path.GetFileName(path)}' does not keep the names of its layers, and its structure is "
                        + $"none of YOLOv5's own. They are numbered "
                        + $"({network.Graph.Nodes.OfType<ConvolutionNode>().First().Name}, …): KeepLayer, "
                        + $"LayerSparsity and Freeze go by these names; 'dotnet prune inspect' lists them.",
                    new SourceLocation(path)
                )
            );
        }

        var contradicted =
            known
            && names is not null
            && network.Graph.Nodes.Any(node => node is ConvolutionNode && names[node.Name] != node.Name);
        return names is null || contradicted ? network : Rename(network, names);
    }

    private static Network Rename(Network network, IReadOnlyDictionary<string, string> names)
    {
        var nodes = network
            .Graph.Nodes.Select(node =>
                NodeRewiring.Rewire(node, names[node.Name], [.. node.Inputs.Select(input => names[input])])
            )
            .ToList();
        var parameters = network.Parameters.Select(parameter =>
        {
            var dot = parameter.Name.LastIndexOf('.');
            return parameter with { Name = names[parameter.Name[..dot]] + parameter.Name[dot..] };
        });
        return network with
        {
            Graph = new Graph(nodes, network.Graph.Outputs.Select(output => names[output])),
            Parameters = new ParameterSet(parameters),
        };
    }
}
