using System.Collections.Immutable;
using System.Globalization;
using Pruning.Graphs;

namespace Pruning.Slimming.Latency;

/// <summary>A layer as far as its time in a runtime depends on it: what it does, its channel counts, the size of its map. Two layers with the same key take the same time.</summary>
/// <param name="Kind">A node of the layer's kind, a convolution with its own number of groups. Its name and its inputs' names mean nothing.</param>
/// <param name="Side">Height and width of the input map.</param>
/// <param name="Inputs">Channels that it reads, of all its inputs together.</param>
/// <param name="Outputs">Channels that it gives.</param>
/// <param name="Activation">What a runtime may do in the same pass; null for none.</param>
internal sealed record LayerShape(Node Kind, int Side, int Inputs, int Outputs, ActivationKind? Activation = null)
{
    /// <summary>Says all that a time depends on, for people and for the file that keeps times.</summary>
    public string Key { get; } = string.Create(CultureInfo.InvariantCulture, $"{Operation(Kind)} {Inputs}>{Outputs} {Side}x{Side}{(Activation is { } kind ? $" {kind}" : "")}");

    /// <summary>Whether its time depends on channel counts at all.</summary>
    public static bool Takes(Node node) => node is ConvolutionNode or ActivationNode or AddNode or ConcatNode or MaxPoolNode or UpsampleNode;

    /// <summary>The layer alone, as a network of its own; what it reads is made by nodes whose names begin with <see cref="FeedPrefix"/>.</summary>
    public Network Alone()
    {
        var body = new SingleLayerNetwork(this);
        return new Network(new Graph(body.Nodes, [body.Nodes[^1].Name]), new ParameterSet(body.Parameters), [], ImmutableSortedDictionary<string, string>.Empty);
    }

    public const string FeedPrefix = "feed";

    private static string Operation(Node node) => node switch
    {
        ConvolutionNode c => string.Create(CultureInfo.InvariantCulture, $"convolution {c.Kernel.Height}x{c.Kernel.Width} stride {c.Stride.Height}x{c.Stride.Width} padding {c.Padding.Height}x{c.Padding.Width} dilation {c.Dilation.Height}x{c.Dilation.Width}{(c.Groups > 1 ? $" groups {c.Groups}" : "")}"),
        ActivationNode => "activation",
        AddNode add => string.Create(CultureInfo.InvariantCulture, $"add {add.Inputs.Length}"),
        ConcatNode concat => string.Create(CultureInfo.InvariantCulture, $"concat {concat.Inputs.Length}"),
        MaxPoolNode pool => string.Create(CultureInfo.InvariantCulture, $"maximum {pool.Kernel}x{pool.Kernel} stride {pool.Stride} padding {pool.Padding}"),
        UpsampleNode up => string.Create(CultureInfo.InvariantCulture, $"upsample {up.Factor}"),
        _ => throw new ArgumentOutOfRangeException(nameof(node), node.GetType().Name, "Such a node has no shape that is timed."),
    };
}
