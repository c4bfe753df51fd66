using System.Collections.Frozen;
using Pruning.Execution;
using TorchSharp;
using static TorchSharp.torch;

namespace Pruning.Training.Sparsity;

/// <summary>
/// Leads chosen channels to 0. After each step a proximal step of the penalty, softening each strength by the same
/// amount, takes from a group's led channels what their mean strength lies above their path, a falling share of the
/// mean strength of the channels that stay: so the penalty's weight follows from how far they have separated.
/// </summary>
internal abstract class ProximalChannelPenalty(SparsityPenalty options, TorchNetwork network)
    : SparsityRegularizer(options, network)
{
    // YOLOv5's 0.03 follows slowly: while scales shrink, statistics that lag behind hide most of what the network still
    // can.
    private const double FollowingMomentum = 0.1;
    private const double Least = 1e-12;

    private readonly Dictionary<string, ChannelMasks> _masks = new(StringComparer.Ordinal);
    private Tensor? _amounts;
    private double _rate = 1;

    public override double? NormMomentum => FollowingMomentum;

    /// <summary>Channels on their way, by group.</summary>
    protected IReadOnlyDictionary<string, int[]> Led { get; private set; } = FrozenDictionary<string, int[]>.Empty;

    /// <summary>Channels that are 0 and stay so.</summary>
    protected IReadOnlyDictionary<string, int[]> Gone { get; private set; } = FrozenDictionary<string, int[]>.Empty;

    public override void Dispose()
    {
        ClearMasks();
        _amounts?.Dispose();
        base.Dispose();
    }

    /// <summary>Says anew which channels are on their way and which are gone.</summary>
    protected void Choose(IReadOnlyDictionary<string, int[]> led, IReadOnlyDictionary<string, int[]> gone)
    {
        ClearMasks();
        (Led, Gone) = (led, gone);
        foreach (var group in Groups)
        {
            if (
                ChannelMasks.Create(
                    group.Count,
                    led.GetValueOrDefault(group.Name, []),
                    gone.GetValueOrDefault(group.Name, []),
                    Network.Device
                ) is
                { } masks
            )
                _masks[group.Name] = masks;
        }
    }

    /// <summary>What is on its way is gone.</summary>
    protected void LetGo() => Choose(FrozenDictionary<string, int[]>.Empty, ChannelChoice.Union(Gone, Led));

    /// <param name="path">The led channels' mean strength as a share of the others'.</param>
    protected void Shrink(double path, double rate, MovingAverage average)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var amounts = new List<Tensor>();
        foreach (var group in Groups)
        {
            if (!_masks.TryGetValue(group.Name, out var masks))
                continue;
            var factors = masks.Present; // [C]
            if (masks.Led is { } led)
            {
                var strengths = group.Strengths();
                var amount = (masks.MeanOfLed(strengths) - masks.MeanOfStaying(strengths).Times(path)).relu();
                var share = (amount / strengths.AtLeast(Least)).Complement().relu(); // what stays of a strength
                factors = factors * (led * share.Complement()).Complement();
                amounts.Add(amount);
            }

            group.Multiply(factors);
            if (masks.HasGone)
                group.Multiply(masks.Present, name => average[name]);
        }

        if (amounts.Count > 0)
            Remember(stack(amounts, 0).mean(), rate);
    }

    protected override IReadOnlyDictionary<string, int[]> Wanted() => ChannelChoice.Union(Gone, Led);

    // Gradient descent takes weight · rate in a step.
    protected override double Weight() =>
        Led.Count == 0 || _amounts is null ? 0 : HostTensor.ToArray(_amounts)[0] / _rate;

    private void Remember(Tensor amounts, double rate)
    {
        _amounts?.Dispose();
        _amounts = amounts.DetachFromDisposeScope();
        _rate = Math.Max(rate, Least);
    }

    private void ClearMasks()
    {
        foreach (var masks in _masks.Values)
            masks.Dispose();
        _masks.Clear();
    }
}
