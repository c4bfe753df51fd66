using System.Collections.Immutable;
using System.Globalization;
using Pruning.Diagnostics;
using Pruning.Graphs;

namespace Pruning.Pruners.Weights;

/// <summary>
/// Single weights by LAMP (Lee et al., "Layer-adaptive Sparsity for the Magnitude-based Pruning", ICLR 2021): a squared
/// weight divided by the sum of its own and all larger ones in its layer; the lowest of the whole network go. A layer's
/// largest weight scores 1, so that none is emptied. Where a layer has a ratio of its own, its smallest weights go.
/// </summary>
public static class SingleWeights
{
    /// <summary>What is called out of reach: the rest would be held together by single weights.</summary>
    private const double MostSparse = 0.99;

    /// <param name="targets">Of Parameters alone: the trainable values that may remain other than zero.</param>
    /// <exception cref="PruneException">
    /// PRUNE4001: that few weights cannot remain. PRUNE4002: another target. PRUNE4006: a pattern matches nothing.
    /// PRUNE4007: weights are not finite.
    /// </exception>
    public static (Network Network, WeightSparsity Sparsity) Apply(
        Network network,
        ImmutableArray<SparsityTarget> targets,
        PlanningOptions options
    )
    {
        options.Verify();
        var kept = KeptLayers.Find(network, options.KeepLayers);
        var layers = network
            .Graph.Nodes.OfType<ConvolutionNode>()
            .Where(node => !kept.ContainsKey(node.Name))
            .Select(node => LayerOf(network, node.Name, options))
            .ToList();
        foreach (var layer in options.LayerSparsities)
            layer.Layers.RequireMatch(network.Graph, "LayerSparsity", layer.Location);
        foreach (var layer in layers.Where(layer => layer.Ratio is not null))
            layer.RemoveSmallest((int)(layer.Values.Length * layer.Ratio!.Value));
        if (
            targets.Select(target => ToRemove(network, layers, target)).DefaultIfEmpty(0).Max() is var remove
            && remove > 0
        )
            RemoveLowest([.. layers.Where(layer => layer.Ratio is null)], remove);
        var result = network with { Parameters = network.Parameters.With(layers.Select(layer => layer.Result)) };
        return (result, WeightSparsity.Count("weight", result, kept));
    }

    private static LayerWeights LayerOf(Network network, string name, PlanningOptions options)
    {
        var weight = network.Parameters[$"{name}.weight"];
        if (Array.Find(weight.Values, value => !float.IsFinite(value)) is var wrong && wrong != 0)
            throw new PruneException(
                Codes.ImportanceNotFinite,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"A weight of '{name}' is {wrong}: nothing can be ranked and the network cannot work. "
                        + $"Training has probably diverged; start from an earlier checkpoint or lower the learning "
                        + $"rate."
                )
            );
        return new LayerWeights(
            weight,
            options.LayerSparsities.LastOrDefault(layer => layer.Layers.Matches(name))?.Ratio
        );
    }

    // How many more zeros a target needs.
    private static long ToRemove(Network network, List<LayerWeights> layers, SparsityTarget target)
    {
        target.Verify();
        if (target.Metric != TargetMetric.Parameters)
        {
            throw new PruneException(
                Codes.TargetUnsupported,
                $"SparsityTarget '{target.Metric}' cannot be met by zeros among the weights: shapes stay, and "
                    + $"the runtime computes with zeros as with any number. Ask for Parameters, which counts values "
                    + $"other than zero, or set Granularity to 'channel'.",
                target.Location
            );
        }

        var trainable = network.Parameters.Where(NetworkCost.IsTrainable).Sum(parameter => parameter.Values.LongLength);
        var zeros = layers.Sum(layer => layer.Zeros);
        var most = layers
            .Where(layer => layer.Ratio is null)
            .Sum(layer => Math.Max(0, (long)(layer.Values.Length * MostSparse) - layer.Zeros));
        var wanted = (long)Math.Ceiling(trainable - target.LimitFor(trainable)) - zeros;
        if (wanted > most)
        {
            throw new PruneException(
                Codes.TargetOutOfReach,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"SparsityTarget '{target}' cannot be met: with 99 of 100 weights at zero wherever they are "
                        + $"free, a reduction of {(zeros + most) * 100.0 / trainable:0.0} % is reached. Ask for less, "
                        + $"or release layers from KeepLayer or LayerSparsity."
                ),
                target.Location
            );
        }

        return Math.Max(0, wanted);
    }

    private static void RemoveLowest(List<LayerWeights> layers, long count)
    {
        var scores = layers.Select(layer => layer.Scores()).ToList();
        var all = scores.SelectMany(layer => layer).ToArray();
        Array.Sort(all);
        // Zeros that are there already come first, and do not count.
        var place = count + layers.Sum(layer => layer.Zeros) - 1;
        var limit = all[place];
        var ties = place + 1 - all.LongCount(score => score < limit);
        foreach (var (layer, score) in layers.Zip(scores))
            ties = layer.RemoveUpTo(score, limit, ties);
    }
}
