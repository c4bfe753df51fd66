using Pruning.Graphs;

namespace Pruning.Slimming.Latency;

/// <summary>
/// The latency that a choice of channels would have: the dense network's, measured whole, less what its layers lose by the table. Once a choice has been
/// cut and measured, the savings of all others are corrected by how far that one was off.
/// </summary>
internal sealed class PredictedLatency
{
    private readonly NetworkTime _time;
    private readonly double _layers;
    private double _correction = 1;

    public PredictedLatency(Network network, CouplingMap map, Extent image, ILayerTimes times)
    {
        _time = new NetworkTime(network, map, image, times);
        int[] full = [.. map.Groups.Select(group => group.Count)];
        _time.Prepare([.. full.Select(count => new[] { count })]);
        _layers = _time.Of(full);
        Dense = times.Of(_time.Name, network);
    }

    /// <summary>Milliseconds of the dense network.</summary>
    public double Dense { get; }

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
            _correction *= (1 - ratio) / predicted;
    }
}
