using Pruning.Graphs;

namespace Pruning.Yolo;

/// <summary>
/// What makes two nodes the same operation, whatever their names and channels. Tables do not fix the activation.
/// </summary>
internal sealed class NodeForm : INodeVisitor<object?>
{
    private static readonly NodeForm Instance = new();

    private NodeForm() { }

    public static bool AreEqual(Node a, Node b) => a.Accept(Instance) is { } form && form.Equals(b.Accept(Instance));

    public object Visit(InputNode node) => typeof(InputNode);

    public object Visit(ConvolutionNode node) =>
        (typeof(ConvolutionNode), node.Kernel, node.Stride, node.Padding, node.Dilation, node.Groups, node.HasBias);

    public object Visit(BatchNormNode node) => typeof(BatchNormNode);

    public object Visit(ActivationNode node) => typeof(ActivationNode);

    public object Visit(AddNode node) => typeof(AddNode);

    public object Visit(ConcatNode node) => typeof(ConcatNode);

    public object Visit(MaxPoolNode node) => (typeof(MaxPoolNode), node.Kernel, node.Stride, node.Padding);

    public object Visit(UpsampleNode node) => (typeof(UpsampleNode), node.Factor);

    /// <summary>Like no other: the tables that networks are compared with have none.</summary>
    public object? Visit(SliceNode node) => null;

    public object Visit(DetectNode node) => typeof(DetectNode);
}
