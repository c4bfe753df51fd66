using Pruning.Execution;

namespace Pruning.Training.Sparsity;

/// <summary>
/// All channels that the target takes go together, at a <see cref="ShrinkageSchedule"/>; which they are is open in the
/// first half of the way.
/// </summary>
internal sealed class OneShotShrinkage(SparsityPenalty options, TorchNetwork network, int totalSteps)
    : ProximalChannelPenalty(options, network)
{
    private const double OpenUntil = 0.5;

    private readonly ShrinkageSchedule _pace = new(totalSteps);

    public override bool IsSettled => _pace.IsDone;

    public override PenaltyState State => new(Led, Gone, _pace.Progress, _pace.Speed, 1, Waits: false);

    public override void Restore(PenaltyState state)
    {
        _pace.Restore(state.Progress, state.Speed);
        Choose(state.Led, state.Gone);
    }

    public override void BeginEpoch(int epochs)
    {
        if (!_pace.IsDone && (Led.Count == 0 || _pace.Progress < OpenUntil))
            Choose(Options.Selector.Select(Network.ToNetwork(), 1), Gone);
    }

    public override void Shrink(int steps, double rate, MovingAverage average)
    {
        _pace.Advance(steps);
        if (_pace.IsDone && Led.Count > 0)
            LetGo();
        Shrink(1 - _pace.Progress, rate, average);
    }

    public override void SeeEpochs(IReadOnlyList<EpochRecord> history)
    {
        if (!_pace.IsDone)
            _pace.See(history[^1].Scales!.Separation, AccuracyLoss.Measure(history));
    }
}
