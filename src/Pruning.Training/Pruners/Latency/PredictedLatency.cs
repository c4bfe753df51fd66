using Pruning.Graphs;

namespace Pruning.Pruners.Latency;

/// <summary>
/// The latency that a choice of channels would have: the dense network's, measured whole, less what its layers lose by
/// the table. Once a choice has been cut and measured, the savings of all others are corrected by how far that one was
/// off.
/// </summary>
internal sealed class PredictedLatency
{
    // What is off by more is no prediction to correct, but a measurement gone wrong.
    private const double LeastCorrection = 0.5;

    private readonly NetworkTime _time;
    private readonly double _layers;
    private double _correction = 1;

    /// <param name="rest">What a run takes beyond its layers; null measures it.</param>
    public PredictedLatency(Network network, CouplingMap map, Extent image, ILayerTimes times, double? rest = null)
    {
        _time = new NetworkTime(network, map, image, times);
        int[] full = [.. map.Groups.Select(group => group.Count)];
        _time.Prepare([.. full.Select(count => new[] { count })]);
        _layers = _time.Of(full);
        Rest = rest ?? (times.Of(_time.Name, network, image) - _layers);
    }

    /// <summary>
    /// Milliseconds that a run takes beyond its layers: the head's decoding and the start, which no choice of channels
    /// changes.
    /// </summary>
    public double Rest { get; }

    /// <summary>Milliseconds of the dense network.</summary>
    public double Dense => _layers + Rest;

    /// <summary>Milliseconds with so many atoms kept in each group.</summary>
    public double Of(ReadOnlySpan<int> counts) => Dense - (_correction * (_layers - _time.Of(counts)));

    /// <summary>Measures every layer that a choice among these levels can make.</summary>
    public void Prepare(int[][] levels) => _time.Prepare(levels);

    /// <summary>Learns from a choice that was cut and measured.</summary>
    /// <param name="ratio">Its latency over the dense network's.</param>
    public void Correct(ReadOnlySpan<int> counts, double ratio)
    {
        var predicted = 1 - (Of(counts) / Dense);
        // A choice that saves nothing says nothing about the others.
        if (predicted > 0 && ratio < 1)
            _correction = Math.Clamp(_correction * (1 - ratio) / predicted, LeastCorrection, 1 / LeastCorrection);
    }
}
