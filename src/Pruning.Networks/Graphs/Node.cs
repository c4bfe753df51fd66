using System.Collections.Immutable;

namespace Pruning.Graphs;

/// <summary>
/// One operation of a network. Names are YOLOv5's own module paths (<c>model.0.conv</c>), so that parameters keep their
/// state-dict names (<c>model.0.conv.weight</c>). Channel counts are not written here: they follow from the parameters'
/// shapes, so cutting channels edits tensors and nothing else.
/// </summary>
/// <param name="Name">Unique in the graph.</param>
/// <param name="Inputs">Names of the nodes whose outputs it reads, all earlier in the graph.</param>
public abstract record Node(string Name, ImmutableArray<string> Inputs)
{
    // Internal, so that there are no kinds but those below, which every visitor knows.
    internal abstract T Accept<T>(INodeVisitor<T> visitor);
}

/// <summary>The image: <c>[B, Channels, H, W]</c>, RGB, 0 to 1.</summary>
public sealed record InputNode(string Name, int Channels) : Node(Name, [])
{
    internal override T Accept<T>(INodeVisitor<T> visitor) => visitor.Visit(this);
}

/// <summary>
/// A two-dimensional convolution. Parameters: <c>Name.weight [O, I / Groups, Kernel.Height, Kernel.Width]</c>
/// and, with <paramref name="HasBias"/>, <c>Name.bias [O]</c>.
/// </summary>
public sealed record ConvolutionNode(
    string Name,
    string Input,
    Extent Kernel,
    Extent Stride,
    Extent Padding,
    Extent Dilation,
    int Groups,
    bool HasBias
) : Node(Name, [Input])
{
    internal override T Accept<T>(INodeVisitor<T> visitor) => visitor.Visit(this);
}

/// <summary>Batch normalisation. Parameters, each <c>[C]</c>: <c>weight bias running_mean running_var</c>.</summary>
/// <param name="Momentum">As torch counts it: the share of the new batch in the running statistics.</param>
public sealed record BatchNormNode(string Name, string Input, double Epsilon, double Momentum) : Node(Name, [Input])
{
    internal override T Accept<T>(INodeVisitor<T> visitor) => visitor.Visit(this);
}

/// <summary>An element-wise activation.</summary>
public sealed record ActivationNode(string Name, string Input, ActivationKind Kind) : Node(Name, [Input])
{
    /// <summary>What a LeakyReLU multiplies values below 0 by: YOLOv5's, and no other is known here.</summary>
    public const float LeakySlope = 0.1f;

    internal override T Accept<T>(INodeVisitor<T> visitor) => visitor.Visit(this);
}

/// <summary>The sum of two or more equal shapes: ties their channels one to one.</summary>
public sealed record AddNode(string Name, ImmutableArray<string> Inputs) : Node(Name, Inputs)
{
    internal override T Accept<T>(INodeVisitor<T> visitor) => visitor.Visit(this);
}

/// <summary>Concatenation along the channels, in input order.</summary>
public sealed record ConcatNode(string Name, ImmutableArray<string> Inputs) : Node(Name, Inputs)
{
    internal override T Accept<T>(INodeVisitor<T> visitor) => visitor.Visit(this);
}

/// <summary>Maximum over square windows; padding counts as minus infinity.</summary>
public sealed record MaxPoolNode(string Name, string Input, int Kernel, int Stride, int Padding) : Node(Name, [Input])
{
    internal override T Accept<T>(INodeVisitor<T> visitor) => visitor.Visit(this);
}

/// <summary>Nearest-neighbour enlargement by a whole factor.</summary>
public sealed record UpsampleNode(string Name, string Input, int Factor) : Node(Name, [Input])
{
    internal override T Accept<T>(INodeVisitor<T> visitor) => visitor.Visit(this);
}

/// <summary>
/// Every <paramref name="Step"/>-th pixel from an offset, all channels (the older Focus stem is four of these and a
/// concat).
/// </summary>
public sealed record SliceNode(string Name, string Input, int RowOffset, int ColumnOffset, int Step)
    : Node(Name, [Input])
{
    internal override T Accept<T>(INodeVisitor<T> visitor) => visitor.Visit(this);
}

/// <summary>
/// YOLOv5's detection head. Each input is one level's map <c>[B, A * (5 + C), H, W]</c>; the output is <c>[B, sum(A * H
/// * W), 5 + C]</c>: centre x, centre y, width, height in pixels of the network input, objectness, class scores.
/// </summary>
/// <param name="Anchors">A level's anchor sizes in pixels of the network input.</param>
/// <param name="Strides">A level's stride in pixels.</param>
/// <param name="ClassCount">C, at least 1.</param>
public sealed record DetectNode(
    string Name,
    ImmutableArray<string> Inputs,
    ImmutableArray<ImmutableArray<Anchor>> Anchors,
    ImmutableArray<int> Strides,
    int ClassCount
) : Node(Name, Inputs)
{
    /// <summary>Anchors a level; the same on all levels.</summary>
    public int AnchorsPerLevel => Anchors[0].Length;

    /// <summary>Values a candidate: 5 + C.</summary>
    public int Columns => HeadColumns.CountFor(ClassCount);

    /// <summary>Channels that each level's map must have: A * (5 + C).</summary>
    public int ChannelsPerLevel => AnchorsPerLevel * Columns;

    internal override T Accept<T>(INodeVisitor<T> visitor) => visitor.Visit(this);
}
