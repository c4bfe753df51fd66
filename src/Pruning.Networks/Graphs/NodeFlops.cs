namespace Pruning.Graphs;

/// <summary>
/// Operations of one node for one image: two per multiply-accumulate of the convolutions; the others count nothing, as
/// the field has it.
/// </summary>
internal sealed class NodeFlops : INodeVisitor<long>
{
    private readonly ParameterSet _parameters;
    private readonly FeatureShape _output;

    private NodeFlops(ParameterSet parameters, FeatureShape output) => (_parameters, _output) = (parameters, output);

    /// <param name="output">The node's.</param>
    public static long Count(Node node, ParameterSet parameters, FeatureShape output) =>
        node.Accept(new NodeFlops(parameters, output));

    public long Visit(InputNode node) => 0;

    public long Visit(ConvolutionNode node) =>
        2L * _parameters[$"{node.Name}.weight"].Values.Length * _output.Height * _output.Width;

    public long Visit(BatchNormNode node) => 0;

    public long Visit(ActivationNode node) => 0;

    public long Visit(AddNode node) => 0;

    public long Visit(ConcatNode node) => 0;

    public long Visit(MaxPoolNode node) => 0;

    public long Visit(UpsampleNode node) => 0;

    public long Visit(SliceNode node) => 0;

    public long Visit(DetectNode node) => 0;
}
