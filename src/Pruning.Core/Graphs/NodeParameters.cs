namespace Pruning.Graphs;

/// <summary>Which parameters a node has.</summary>
internal static class NodeParameters
{
    /// <summary>Their names, in state-dict order.</summary>
    public static IEnumerable<string> NamesOf(Node node) => node switch
    {
        ConvolutionNode { HasBias: true } => [$"{node.Name}.weight", $"{node.Name}.bias"],
        ConvolutionNode => [$"{node.Name}.weight"],
        BatchNormNode => ShapeInference.BatchNormParameters.Select(suffix => $"{node.Name}.{suffix}"),
        _ => [],
    };
}
