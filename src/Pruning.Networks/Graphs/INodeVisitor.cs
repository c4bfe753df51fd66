namespace Pruning.Graphs;

/// <summary>
/// What one reader of graphs makes of each kind of node. A kind that is added here, as <see cref="Node.Accept"/>
/// demands of every kind, does not compile until each reader says what it makes of it.
/// </summary>
internal interface INodeVisitor<out T>
{
    T Visit(InputNode node);

    T Visit(ConvolutionNode node);

    T Visit(BatchNormNode node);

    T Visit(ActivationNode node);

    T Visit(AddNode node);

    T Visit(ConcatNode node);

    T Visit(MaxPoolNode node);

    T Visit(UpsampleNode node);

    T Visit(SliceNode node);

    T Visit(DetectNode node);
}
