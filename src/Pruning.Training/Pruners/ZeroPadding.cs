using Pruning.Graphs;

namespace Pruning.Pruners;

/// <summary>
/// The reverse of <see cref="Surgery"/>: a cut network in the shape that it was cut from. What has gone is there and
/// silent, its filters, scales and shifts 0, so both compute the same, and the same plan cuts it again.
/// </summary>
public static class ZeroPadding
{
    /// <param name="network">Before the cut.</param>
    /// <param name="cut">
    /// What <see cref="Surgery"/> made of it by <paramref name="plan"/>; its weights may have changed since.
    /// </param>
    /// <exception cref="Diagnostics.PruneException">PRUNE4008: the plan was made for another network.</exception>
    public static Network ToDenseShape(Network network, Network cut, PrunePlan plan)
    {
        var kept = KeptChannels.Follow(network, plan);
        var nodes = network.Graph.Nodes.ToDictionary(node => node.Name, StringComparer.Ordinal);
        return network with
        {
            Parameters = new ParameterSet(
                network.Parameters.Select(parameter => Spread(parameter, cut.Parameters[parameter.Name], nodes, kept))
            ),
        };
    }

    /// <summary>Whether all that a cut takes was silent already, so that both compute the same.</summary>
    /// <param name="network">Before the cut.</param>
    /// <param name="cut">What <see cref="Surgery"/> made of it by <paramref name="plan"/>.</param>
    public static bool IsSilent(Network network, Network cut, PrunePlan plan) =>
        network.Graph.HasActivationsOf(cut.Graph)
        && ToDenseShape(network, cut, plan)
            .Parameters.Zip(network.Parameters)
            .All(pair => IsStatistic(pair.First) || pair.First.Values.AsSpan().SequenceEqual(pair.Second.Values));

    // A training measures them of silent channels too, and nothing hangs on them there. What stays has its own.
    private static bool IsStatistic(Parameter parameter) =>
        parameter.Name.EndsWith(".running_mean", StringComparison.Ordinal)
        || parameter.Name.EndsWith(".running_var", StringComparison.Ordinal);

    private static Parameter Spread(
        Parameter shape,
        Parameter values,
        Dictionary<string, Node> nodes,
        KeptChannels kept
    )
    {
        var (owner, suffix) = (
            shape.Name[..shape.Name.LastIndexOf('.')],
            shape.Name[(shape.Name.LastIndexOf('.') + 1)..]
        );
        var outputs = kept[owner];
        var spread = new float[shape.Values.Length];
        // A variance of 0 divides by nothing but epsilon.
        if (suffix == "running_var")
            Array.Fill(spread, 1);
        var inputs =
            suffix == "weight" && nodes[owner] is ConvolutionNode { Groups: 1 } convolution
                ? kept[convolution.Input]
                : null;
        var row = spread.Length / shape.Shape[0];
        var cell = inputs is null ? row : row / shape.Shape[1];
        var perRow = inputs?.Length ?? 1;
        for (var output = 0; output < outputs.Length; output++)
        {
            for (var place = 0; place < perRow; place++)
                Array.Copy(
                    values.Values,
                    ((output * perRow) + place) * cell,
                    spread,
                    (outputs[output] * row) + ((inputs?[place] ?? 0) * cell),
                    cell
                );
        }

        return shape with
        {
            Values = spread,
        };
    }
}
