using Pruning.Execution;

namespace Pruning.Training.Sparsity;

/// <summary>
/// Channels that are 0 when the training begins stay so, and all others are left alone: a penalty whose work is done.
/// </summary>
internal sealed class FrozenZeroChannels(SparsityPenalty options, TorchNetwork network)
    : ProximalChannelPenalty(options, network)
{
    public override double? NormMomentum => null;

    public override PenaltyState State => new(Led, Gone, Progress: 1, Speed: 1, Share: 1, Waits: false);

    public override void Restore(PenaltyState state) => Choose(state.Led, state.Gone);

    public override void BeginEpoch(int epochs)
    {
        if (epochs == 0)
            Choose(Led, Silent());
    }

    public override void Shrink(int steps, double rate, MovingAverage average) => Shrink(0, rate, average);

    private Dictionary<string, int[]> Silent() =>
        ReadStrengths()
            .Select(group =>
                (
                    group.Key,
                    Channels: Enumerable
                        .Range(0, group.Value.Length)
                        .Where(channel => group.Value[channel] == 0)
                        .ToArray()
                )
            )
            .Where(group => group.Channels.Length > 0)
            .ToDictionary(group => group.Key, group => group.Channels, StringComparer.Ordinal);
}
