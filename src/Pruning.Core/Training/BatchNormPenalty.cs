using Pruning.Diagnostics;
using Pruning.Execution;
using Pruning.Graphs;
using TorchSharp;
using static TorchSharp.torch;

namespace Pruning.Training;

/// <summary>A <see cref="SparsityPenalty"/> at work on a network's BatchNorm scales.</summary>
internal sealed class BatchNormPenalty : IDisposable
{
    // The rest of the steps trains on with the chosen channels at 0; the choice is open in the first half of those before. Blood cells, YOLOv5n
    // at half its FLOPs, 15 + 15 epochs: a share of 0.05 lost .02 mAP50-95 against 0.15 and 0.4, which are alike.
    private const double ShrinkShare = 0.4;
    private const double ChoiceShare = 0.5;

    // YOLOv5's 0.03 follows slowly: while scales shrink, statistics that lag behind hide most of what the network still can.
    private const double FollowingMomentum = 0.1;

    private readonly SparsityPenalty _options;
    private readonly TorchNetwork _network;
    private readonly IChannelSelector _selector;
    private readonly int _deadline;
    private readonly Dictionary<string, Tensor> _masks = new(StringComparer.Ordinal);

    /// <param name="totalSteps">Optimiser steps of the whole training.</param>
    /// <exception cref="PruneException">PRUNE3005: there is no scale to push.</exception>
    public BatchNormPenalty(SparsityPenalty options, TorchNetwork network, int totalSteps)
    {
        _options = options;
        _network = network;
        _selector = options.Selector ?? new SmallestScales(options.Layers, options.Ratio);
        _deadline = Math.Max(1, (int)(ShrinkShare * totalSteps));
        var norms = network.Graph.Nodes.OfType<BatchNormNode>().Select(node => node.Name).ToHashSet(StringComparer.Ordinal);
        if (options.Layers.IsDefaultOrEmpty || !options.Layers.All(norms.Contains))
            throw new PruneException(Codes.NothingToPenalise, $"The sparsity penalty acts on BatchNorm scales, and it was given {Describe(options, norms)}. Without it, training would not prepare the network for its cut. Start from a checkpoint that has its BatchNorm layers, release some with KeepLayer, or set SparseEpochs to 0.");
    }

    /// <summary>Whether an epoch that ends after so many steps has the channels at 0, so that its network may count as the training's best.</summary>
    public bool IsSettled(int steps) => _options.Weight is not null || steps >= _deadline;

    /// <summary>The share of each batch in the running statistics while scales are led to 0; null leaves the network's own.</summary>
    public double? NormMomentum => _options.Weight is null ? FollowingMomentum : null;

    /// <summary>The chosen channels by layer: state that a checkpoint keeps.</summary>
    public IReadOnlyDictionary<string, int[]> Chosen { get; private set; } = new Dictionary<string, int[]>();

    /// <summary>Chooses the channels anew while that is open.</summary>
    public void BeginEpoch(int steps)
    {
        if (_options.Weight is null && (Chosen.Count == 0 || steps < ChoiceShare * _deadline))
            Choose(_selector.Select(_network.ToNetwork()));
    }

    public void Restore(IReadOnlyDictionary<string, int[]> chosen) => Choose(chosen);

    /// <summary>The subgradient of the L1 penalty, before a step.</summary>
    public void AddGradients()
    {
        if (_options.Weight is not { } weight)
            return;
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        foreach (var layer in _options.Layers)
        {
            var scale = _network.Parameters[$"{layer}.weight"];
            scale.grad?.add_(scale.sign(), weight);
        }
    }

    /// <summary>Leads the chosen channels on their way to 0, after a step.</summary>
    /// <param name="steps">Steps done, this one included.</param>
    public void Shrink(int steps, MovingAverage average)
    {
        if (_options.Weight is not null)
            return;
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var left = _deadline - steps;
        var share = left > 0 ? left / (left + 1.0) : 0;
        foreach (var (layer, mask) in _masks)
        {
            var factor = mask * (share - 1) + 1; // 1 for channels that stay
            foreach (var name in (string[])[$"{layer}.weight", $"{layer}.bias"])
            {
                _network.Parameters[name].mul_(factor);
                if (share == 0)
                    average[name].mul_(factor);
            }
        }
    }

    public ScaleStatistics Statistics() =>
        ScaleStatistics.Of(_options.Layers.SelectMany(layer => HostTensor.ToArray(_network.Parameters[$"{layer}.weight"])));

    public void Dispose() => ClearMasks();

    private void Choose(IReadOnlyDictionary<string, int[]> chosen)
    {
        ClearMasks();
        Chosen = chosen;
        foreach (var (layer, channels) in chosen.Where(pair => pair.Value.Length > 0))
        {
            var scale = _network.Parameters[$"{layer}.weight"];
            var mask = new float[scale.shape[0]];
            foreach (var channel in channels)
                mask[channel] = 1;
            _masks[layer] = HostTensor.From(mask, [mask.Length], scale.device).DetachFromDisposeScope();
        }
    }

    private void ClearMasks()
    {
        foreach (var mask in _masks.Values)
            mask.Dispose();
        _masks.Clear();
    }

    private static string Describe(SparsityPenalty options, HashSet<string> norms) =>
        options.Layers.IsDefaultOrEmpty ? "none" : $"'{options.Layers.First(layer => !norms.Contains(layer))}', which is no BatchNorm layer of this network";
}
