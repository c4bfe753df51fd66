using System.Collections.Immutable;
using System.Globalization;
using Pruning.Graphs;

namespace Pruning.Pruners.Latency;

/// <summary>
/// A layer as far as its time in a runtime depends on it: what it does, its channel counts, the size of its map. Two
/// layers with the same key take the same time.
/// </summary>
/// <param name="Kind">
/// A node of the layer's kind, a convolution with its own number of groups. Its name and its inputs' names mean
/// nothing.
/// </param>
/// <param name="Side">Height and width of the input map.</param>
/// <param name="Inputs">Channels that it reads, of all its inputs together.</param>
/// <param name="Outputs">Channels that it gives.</param>
/// <param name="Activation">What a runtime may do in the same pass; null for none.</param>
internal sealed record LayerShape(Node Kind, int Side, int Inputs, int Outputs, ActivationKind? Activation = null)
{
    /// <summary>Whether it computes with 8-bit integers.</summary>
    public bool IsQuantized { get; init; }

    /// <summary>Says all that a time depends on, for people and for the file that keeps times.</summary>
    public string Key =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{OperationOf(Kind)} {Inputs}>{Outputs} {Side}x{Side}{(Activation is { } kind ? $" {kind}" : "")}{(IsQuantized ? " int8" : "")}"
        );

    /// <summary>Whether its time depends on channel counts at all.</summary>
    public static bool Takes(Node node) => TimedOperation.For(node) is not null;

    /// <summary>
    /// The layer alone, as a network of its own; what it reads is made by nodes whose names begin with
    /// <see cref="FeedPrefix"/>, and what reads a quantized one has a name that begins with <see cref="TailPrefix"/>.
    /// </summary>
    public Network Alone()
    {
        var body = new SingleLayerNetwork(this);
        return new Network(
            new Graph(body.Nodes, [body.Output]),
            new ParameterSet(body.Parameters),
            [],
            ImmutableSortedDictionary<string, string>.Empty
        );
    }

    public const string FeedPrefix = "feed";

    public const string TailPrefix = "tail";

    private static string OperationOf(Node node) =>
        TimedOperation.For(node)
        ?? throw new ArgumentOutOfRangeException(
            nameof(node),
            node.GetType().Name,
            "Such a node has no shape that is timed."
        );
}
