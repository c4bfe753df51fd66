namespace Pruning.Graphs;

/// <summary>Which parameters a node has.</summary>
internal sealed class NodeParameters : INodeVisitor<IEnumerable<string>>
{
    private static readonly NodeParameters Instance = new();

    private NodeParameters() { }

    /// <summary>Their names, in state-dict order.</summary>
    public static IEnumerable<string> NamesOf(Node node) => node.Accept(Instance);

    public IEnumerable<string> Visit(InputNode node) => [];

    public IEnumerable<string> Visit(ConvolutionNode node) =>
        node.HasBias ? [$"{node.Name}.weight", $"{node.Name}.bias"] : [$"{node.Name}.weight"];

    public IEnumerable<string> Visit(BatchNormNode node) =>
        ShapeInference.BatchNormParameters.Select(suffix => $"{node.Name}.{suffix}");

    public IEnumerable<string> Visit(ActivationNode node) => [];

    public IEnumerable<string> Visit(AddNode node) => [];

    public IEnumerable<string> Visit(ConcatNode node) => [];

    public IEnumerable<string> Visit(MaxPoolNode node) => [];

    public IEnumerable<string> Visit(UpsampleNode node) => [];

    public IEnumerable<string> Visit(SliceNode node) => [];

    public IEnumerable<string> Visit(DetectNode node) => [];
}
