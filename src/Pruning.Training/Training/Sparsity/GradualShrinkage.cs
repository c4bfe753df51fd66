using Pruning.Execution;

namespace Pruning.Training.Sparsity;

/// <summary>
/// More channels go epoch by epoch: at first many, later few (the cubic ramp of Zhu and Gupta, "To prune, or not to
/// prune", 2017), each epoch's led to 0 within it and chosen by the network as it then is. The ramp waits an epoch
/// where the last one cost much accuracy.
/// </summary>
internal sealed class GradualShrinkage(SparsityPenalty options, TorchNetwork network, int totalSteps, int totalEpochs)
    : ProximalChannelPenalty(options, network)
{
    // Of the epochs: the ramp, and by when it must end at the latest.
    private const double RampShare = 0.6;
    private const double LatestShare = 0.8;

    private readonly int _rampEpochs = Math.Max(1, (int)(RampShare * totalEpochs));
    private readonly int _latest = Math.Max(1, (int)(LatestShare * totalEpochs));
    private readonly double _stepsPerEpoch = Math.Max(1, (double)totalSteps / totalEpochs);
    private double _position;
    private double _progress = 1;
    private bool _waits;

    public override bool IsSettled => _position >= 1 && _progress >= 1;

    public override PenaltyState State => new(Led, Gone, _progress, Speed: 1, _position, _waits);

    public override void Restore(PenaltyState state)
    {
        (_progress, _waits, _position) = (state.Progress, state.Waits, state.Share);
        Choose(state.Led, state.Gone);
    }

    public override void BeginEpoch(int epochs)
    {
        // An epoch of fewer steps than usual may end a step too early.
        if (Led.Count > 0)
            Finish();
        if (_position >= 1 || (_waits && epochs + 1 < _latest))
            return;
        _position = epochs + 1 >= _latest ? 1 : Math.Min(1, _position + (1.0 / _rampEpochs) + 1e-12);
        var share = 1 - Math.Pow(1 - _position, 3);
        Choose(ChannelChoice.Without(Options.Selector.Select(Network.ToNetwork(), share), Gone), Gone);
        _progress = 0;
    }

    public override void Shrink(int steps, double rate, MovingAverage average)
    {
        if (_progress < 1)
            _progress = Math.Min(1, _progress + (1 / _stepsPerEpoch) + 1e-12);
        if (_progress >= 1 && Led.Count > 0)
            Finish();
        Shrink(1 - _progress, rate, average);
    }

    public override void SeeEpochs(IReadOnlyList<EpochRecord> history) =>
        _waits = AccuracyLoss.Measure(history) > AccuracyLoss.Much;

    private void Finish()
    {
        _progress = 1;
        LetGo();
    }
}
