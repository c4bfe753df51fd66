using System.Collections.Immutable;
using Pruning.Graphs.Import;
using Pruning.Onnx.Schema;

namespace Pruning.Onnx.Import;

/// <summary>Where the decoding of boxes begins and ends in an ONNX file.</summary>
/// <param name="Output">The decoded boxes, <c>[batch, candidates, 5 + classes]</c>.</param>
/// <param name="Maps">The convolutions whose outputs are decoded, in file order.</param>
internal sealed record OnnxHead(string Output, ImmutableArray<NodeProto> Maps)
{
    private const int MostLevels = 16;

    /// <summary>Walks back from the boxes to the first convolution on every way.</summary>
    public static OnnxHead Find(OnnxSource source)
    {
        var output = BoxesOf(source);
        var maps = new HashSet<NodeProto>(ReferenceEqualityComparer.Instance);
        var seen = new HashSet<string>(StringComparer.Ordinal) { output };
        var open = new Stack<string>([output]);
        while (open.TryPop(out var value))
        {
            if (source.ProducerOf(value) is not { } node)
            {
                if (!source.Constants.Contains(value))
                    throw CheckpointErrors.NotYolo(
                        source.Path,
                        $"its output '{CheckpointErrors.Quote(output)}' is reached from "
                            + $"'{CheckpointErrors.Quote(value)}' without a convolution"
                    );
                continue;
            }

            if (node.OpType == "Conv")
            {
                maps.Add(node);
                continue;
            }

            Refuse(source, node);
            foreach (var input in node.Input.Where(input => input.Length > 0 && seen.Add(input)))
                open.Push(input);
        }

        if (maps.Count is 0 or > MostLevels)
            throw CheckpointErrors.NotYolo(source.Path, $"its boxes are made of {maps.Count} maps");
        return new OnnxHead(output, [.. source.Graph.Node.Where(maps.Contains)]);
    }

    private static string BoxesOf(OnnxSource source)
    {
        var ranks = source
            .Graph.Output.Select(output => (output.Name, Rank: output.Type?.TensorType?.Shape?.Dim.Count ?? 0))
            .ToList();
        if (ranks.FirstOrDefault(output => output.Rank == 3) is { Name: { Length: > 0 } name })
            return name;
        throw CheckpointErrors.NotYolo(
            source.Path,
            ranks.Any(output => output.Rank is 4 or 5)
                ? "it ends at the raw maps, and its anchors are not in it: it was exported for training (export it "
                    + "without --train, or give the checkpoint), or its head gives more than boxes and class scores, "
                    + "as those of face models do with landmarks, and is not read here"
                : "none of its outputs is [batch, candidates, 5 + classes]"
        );
    }

    private static void Refuse(OnnxSource source, NodeProto node)
    {
        if (node.OpType is "NonMaxSuppression" or "TopK" || node.OpType.Contains("NMS", StringComparison.Ordinal))
            throw source.Unsupported(node, "removes overlapping boxes inside the model; export it without NMS");
        if (node.Domain is not ("" or "ai.onnx"))
            throw source.Unsupported(
                node,
                $"belongs to the operator set '{CheckpointErrors.Quote(node.Domain)}', which is not ONNX's own"
            );
        if (node.Attribute.Any(attribute => attribute.G is not null || attribute.Graphs.Count > 0))
            throw source.Unsupported(node, "holds a graph of its own");
    }
}
