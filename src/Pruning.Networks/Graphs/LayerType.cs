namespace Pruning.Graphs;

/// <summary>What a layer is, in words for people; null for a node that has no line of its own in a summary.</summary>
internal sealed class LayerType : INodeVisitor<string?>
{
    private static readonly LayerType Instance = new();

    private LayerType() { }

    public static string? Of(Node node) => node.Accept(Instance);

    public string? Visit(InputNode node) => null;

    public string Visit(ConvolutionNode node) =>
        FormattableString.Invariant(
            $"convolution {node.Kernel.Height}x{node.Kernel.Width}/{node.Stride.Height}{(node.Groups > 1 ? $" in {node.Groups} groups" : "")}"
        );

    public string Visit(BatchNormNode node) => "batch norm";

    public string? Visit(ActivationNode node) => null;

    public string Visit(AddNode node) => "add";

    public string Visit(ConcatNode node) => "concat";

    public string Visit(MaxPoolNode node) =>
        FormattableString.Invariant($"max pool {node.Kernel}x{node.Kernel}/{node.Stride}");

    public string Visit(UpsampleNode node) => FormattableString.Invariant($"upsample x{node.Factor}");

    public string Visit(SliceNode node) => "slice";

    public string Visit(DetectNode node) => "detect";
}
