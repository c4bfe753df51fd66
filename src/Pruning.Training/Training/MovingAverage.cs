using Pruning.Execution;
using Pruning.Graphs;
using TorchSharp;
using static TorchSharp.torch;

namespace Pruning.Training;

/// <summary>
/// An exponential moving average of every parameter and running statistic. Its decay ramps up, decay · (1 − exp(−n /
/// ramp)), so that the average follows the first steps. What a training is judged by and gives.
/// </summary>
internal sealed class MovingAverage : IDisposable
{
    // YOLOv5's. After 200 steps its average still is all but the weights themselves, so a training of so few gains
    // nothing from it.
    private const double LongestRamp = 2000;

    // At its end the average looks back, 1 / (1 − decay) steps, over at most this share of the training.
    private const double Reach = 0.5;

    private readonly TorchParameters _parameters;
    private readonly double _decay;
    private readonly double _ramp;
    private readonly Dictionary<string, Tensor> _averages = new(StringComparer.Ordinal);
    private readonly string[] _moving;

    /// <param name="steps">Of the whole training: a short one has a shorter ramp.</param>
    public MovingAverage(TorchParameters parameters, double decay, int steps)
    {
        _ramp = RampOf(steps);
        _parameters = parameters;
        _decay = decay;
        foreach (var name in parameters.Names)
            _averages[name] = parameters[name].detach().clone().DetachFromDisposeScope();
        // What is frozen stays exact: an average of equal values would drift by rounding.
        var trained = parameters.Trainable.ToHashSet(StringComparer.Ordinal);
        _moving = [.. parameters.Names.Where(name => trained.Contains(name) || !NetworkCost.IsTrainable(name))];
    }

    /// <summary>Steps averaged so far.</summary>
    public int Updates { get; private set; }

    public void Update()
    {
        using var frozen = no_grad();
        Updates++;
        var keep = _decay * (1 - Math.Exp(-Updates / _ramp));
        foreach (var name in _moving)
            _averages[name].Scale(keep).Increase(_parameters[name], 1 - keep);
    }

    /// <summary>The averages in the order of the network's parameters.</summary>
    public ParameterSet Read(ParameterSet shapes) =>
        new(shapes.Select(parameter => parameter with { Values = HostTensor.ToArray(_averages[parameter.Name]) }));

    public Tensor this[string name] => _averages[name];

    public void Restore(int updates, IReadOnlyDictionary<string, float[]> saved)
    {
        Updates = updates;
        foreach (var (name, average) in _averages)
            HostTensor.Write(average, saved[name]);
    }

    public void Dispose()
    {
        foreach (var average in _averages.Values)
            average.Dispose();
        _averages.Clear();
    }

    private static double RampOf(int steps) =>
        Reach * steps > 1 ? Math.Min(steps / Math.Log(Reach * steps), LongestRamp) : LongestRamp;
}
