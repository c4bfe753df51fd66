using Pruning.Graphs;

namespace Pruning.Onnx.Import;

/// <summary>
/// What a wrapper puts before every layer's name: a model that was exported inside torch.hub's or DetectMultiBackend's
/// is <c>model.model.0.conv</c>, where YOLOv5 itself says <c>model.0.conv</c>.
/// </summary>
internal static class OnnxNamePrefix
{
    private const string Layers = "model.";

    /// <summary>The network's names without it; null where there is none.</summary>
    public static IReadOnlyDictionary<string, string>? Without(Graph graph)
    {
        var layers = graph.Nodes.OfType<ConvolutionNode>().Select(node => node.Name).ToList();
        if (layers.Count == 0 || Of(layers[0]) is not { Length: > 0 } prefix || !layers.All(name => Of(name) == prefix))
            return null;
        var names = graph.Nodes.ToDictionary(
            node => node.Name,
            node =>
                node.Name.StartsWith(prefix + Layers, StringComparison.Ordinal)
                    ? node.Name[prefix.Length..]
                    : node.Name,
            StringComparer.Ordinal
        );
        return names.Values.Distinct(StringComparer.Ordinal).Count() == names.Count ? names : null;
    }

    /// <summary>
    /// What stands before <c>model.</c> and a layer's number, the first of them; null where that does not occur.
    /// </summary>
    private static string? Of(string name)
    {
        for (
            var at = name.IndexOf(Layers, StringComparison.Ordinal);
            at >= 0;
            at = name.IndexOf(Layers, at + 1, StringComparison.Ordinal)
        )
        {
            if (
                (at == 0 || name[at - 1] == '.')
                && at + Layers.Length < name.Length
                && char.IsAsciiDigit(name[at + Layers.Length])
            )
                return name[..at];
        }

        return null;
    }
}
