using System.Collections.Frozen;
using System.Collections.Immutable;
using Pruning.Diagnostics;
using Pruning.Execution;
using Pruning.Graphs;
using TorchSharp;
using static TorchSharp.torch;

namespace Pruning.Training.Sparsity;

/// <summary>A <see cref="SparsityPenalty"/> at work in a training.</summary>
internal abstract class SparsityRegularizer : IDisposable
{
    protected SparsityRegularizer(SparsityPenalty options, TorchNetwork network)
    {
        Options = options;
        Network = network;
        Verify(options, network.Graph, network.Parameters);
        Groups = [.. options.Groups.Select(group => new ChannelTensors(group, network))];
    }

    protected SparsityPenalty Options { get; }

    protected TorchNetwork Network { get; }

    protected ImmutableArray<ChannelTensors> Groups { get; }

    /// <summary>Whether the network may count as the training's best: no channel is on its way.</summary>
    public virtual bool IsSettled => true;

    /// <summary>
    /// The share of each batch in the running statistics while channels vanish; null leaves the network's own.
    /// </summary>
    public virtual double? NormMomentum => null;

    /// <summary>What a checkpoint keeps.</summary>
    public virtual PenaltyState State => PenaltyState.Start;

    /// <param name="totalSteps">Optimiser steps of the whole training.</param>
    /// <param name="epochs">Of the whole training.</param>
    /// <exception cref="PruneException">PRUNE3005: there is nothing to push.</exception>
    public static SparsityRegularizer Create(
        SparsityPenalty options,
        TorchNetwork network,
        int totalSteps,
        int epochs
    ) =>
        options switch
        {
            { Weight: not null } => new FixedWeight(options, network, totalSteps),
            { Schedule: PruningSchedule.Gradual } => new GradualShrinkage(options, network, totalSteps, epochs),
            { Schedule: PruningSchedule.Early } => new FrozenZeroChannels(options, network),
            _ => new OneShotShrinkage(options, network, totalSteps),
        };

    public virtual void Restore(PenaltyState state) { }

    /// <param name="epochs">Done.</param>
    public virtual void BeginEpoch(int epochs) { }

    /// <summary>Before an optimiser step.</summary>
    /// <param name="steps">Done before.</param>
    public virtual void AddGradients(int steps) { }

    /// <summary>After an optimiser step.</summary>
    /// <param name="steps">Done, this one included.</param>
    /// <param name="rate">Its learning rate.</param>
    public virtual void Shrink(int steps, double rate, MovingAverage average) { }

    /// <param name="history">With the epoch that just ended.</param>
    public virtual void SeeEpochs(IReadOnlyList<EpochRecord> history) { }

    /// <summary>How the channels' strengths lie now.</summary>
    public ScaleStatistics Statistics()
    {
        var strengths = ReadStrengths();
        return ScaleStatistics.Measure(strengths.Values.SelectMany(values => values)) with
        {
            Separation = Separation.Measure(strengths, Wanted()),
            Weight = Weight(),
        };
    }

    public virtual void Dispose()
    {
        foreach (var group in Groups)
            group.Dispose();
    }

    /// <summary>The channels that are to go, by group.</summary>
    protected abstract IReadOnlyDictionary<string, int[]> Wanted();

    /// <summary>The penalty's weight in the last step, as a term of the loss.</summary>
    protected abstract double Weight();

    /// <summary>Each channel's strength, by group.</summary>
    protected Dictionary<string, float[]> ReadStrengths()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        return Groups.ToDictionary(
            group => group.Name,
            group => HostTensor.ToArray(group.Strengths()),
            StringComparer.Ordinal
        );
    }

    private static void Verify(SparsityPenalty options, Graph graph, TorchParameters parameters)
    {
        if (options.Groups.IsDefaultOrEmpty)
            throw SparsityPenalty.Nothing("none");
        foreach (var (group, slice) in options.Groups.SelectMany(group => group.Slices.Select(slice => (group, slice))))
        {
            if (
                parameters.Find(slice.Parameter) is not { } tensor
                || slice.Dimension >= tensor.dim()
                || tensor.shape[slice.Dimension] != slice.Channels.Length
            )
                throw SparsityPenalty.Nothing(
                    $"'{group.Name}', whose '{slice.Parameter}' this network of {graph.Nodes.Length} nodes has "
                        + $"not in that shape"
                );
        }
    }
}

/// <summary>What a penalty remembers: part of a checkpoint.</summary>
/// <param name="Led">Channels on their way to 0, by group.</param>
/// <param name="Gone">Channels that are 0 and stay so.</param>
/// <param name="Progress">Of <see cref="ShrinkageSchedule"/>.</param>
/// <param name="Speed">Of the same.</param>
/// <param name="Share">Of a gradual choice: how much of the way has been chosen.</param>
/// <param name="Waits">Of a gradual choice: whether the next epoch chooses nothing.</param>
internal sealed record PenaltyState(
    IReadOnlyDictionary<string, int[]> Led,
    IReadOnlyDictionary<string, int[]> Gone,
    double Progress,
    double Speed,
    double Share,
    bool Waits
)
{
    public static PenaltyState Start { get; } =
        new(FrozenDictionary<string, int[]>.Empty, FrozenDictionary<string, int[]>.Empty, 0, 1, 0, false);
}
