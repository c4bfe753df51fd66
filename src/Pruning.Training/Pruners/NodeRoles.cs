using Pruning.Graphs;

namespace Pruning.Pruners;

/// <summary>Which parts a node plays for channels, and for those of which node's output.</summary>
internal sealed class NodeRoles : INodeVisitor<IEnumerable<(GroupRole Role, string Output)>>
{
    private static readonly NodeRoles Instance = new();

    private NodeRoles() { }

    public static IEnumerable<(GroupRole Role, string Output)> List(Node node) => node.Accept(Instance);

    public IEnumerable<(GroupRole Role, string Output)> Visit(InputNode node) => [(GroupRole.Producer, node.Name)];

    public IEnumerable<(GroupRole Role, string Output)> Visit(ConvolutionNode node) =>
        [(GroupRole.Producer, node.Name), (GroupRole.Consumer, node.Input)];

    public IEnumerable<(GroupRole Role, string Output)> Visit(BatchNormNode node) => [(GroupRole.Norm, node.Name)];

    public IEnumerable<(GroupRole Role, string Output)> Visit(ActivationNode node) => [];

    public IEnumerable<(GroupRole Role, string Output)> Visit(AddNode node) => [];

    public IEnumerable<(GroupRole Role, string Output)> Visit(ConcatNode node) => [];

    public IEnumerable<(GroupRole Role, string Output)> Visit(MaxPoolNode node) => [];

    public IEnumerable<(GroupRole Role, string Output)> Visit(UpsampleNode node) => [];

    public IEnumerable<(GroupRole Role, string Output)> Visit(SliceNode node) => [];

    public IEnumerable<(GroupRole Role, string Output)> Visit(DetectNode node) => [(GroupRole.Producer, node.Name)];
}
