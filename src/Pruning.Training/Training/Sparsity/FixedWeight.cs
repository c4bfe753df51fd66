using Pruning.Execution;
using static TorchSharp.torch;

namespace Pruning.Training.Sparsity;

/// <summary>A penalty of given weight on every channel: its subgradient is added to the loss's gradient.</summary>
internal sealed class FixedWeight(SparsityPenalty options, TorchNetwork network, int totalSteps)
    : SparsityRegularizer(options, network)
{
    private const double FinalShare = 0.1;

    private double _last;

    public override void AddGradients(int steps)
    {
        _last = WeightAt(steps);
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        foreach (var group in Groups)
            group.AddGradients(_last);
    }

    protected override IReadOnlyDictionary<string, int[]> Wanted() => Options.Selector.Select(Network.ToNetwork(), 1);

    protected override double Weight() => _last;

    private double WeightAt(int steps)
    {
        var weight = Options.Weight!.Value;
        return Options.WeightFalls ? weight * (1 - ((1 - FinalShare) * steps / totalSteps)) : weight;
    }
}
