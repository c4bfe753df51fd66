using Pruning.Graphs;

namespace Pruning.Slimming.Latency;

/// <summary>A runtime in which a layer takes a microsecond for each channel that it reads or gives, and a run as a whole a tenth more than its layers.</summary>
/// <param name="saved">What part of the layers' saving a whole network really has.</param>
/// <param name="noise">Half the width of a comparison's interval.</param>
/// <param name="drift">By how much more of the dense time each further comparison says that the candidate takes.</param>
internal sealed class LinearTimes(double saved = 1, double noise = 0, double drift = 0) : ILayerTimes
{
    private const double Start = 0.1;

    public List<string> Asked { get; } = [];

    public int Comparisons => Compared.Count;

    /// <summary>The ratios that were measured.</summary>
    public List<double> Compared { get; } = [];

    public IReadOnlyList<double> Of(IReadOnlyList<LayerShape> layers)
    {
        Asked.AddRange(layers.Select(layer => layer.Key));
        return [.. layers.Select(layer => (layer.Inputs + layer.Outputs) / 1000.0)];
    }

    public double Of(string name, Network network) => Layers(network) * (1 + Start);

    public (double Ratio, double Low) Compare(Network baseline, Network candidate)
    {
        var dense = Of("", baseline);
        var ratio = ((dense - (saved * (Layers(baseline) - Layers(candidate)))) / dense) + (drift * Comparisons);
        Compared.Add(ratio);
        return (ratio, ratio - noise);
    }

    private double Layers(Network network)
    {
        var map = Coupling.Analyze(network);
        return new NetworkTime(network, map, Extent.Square(64), this).Of([.. map.Groups.Select(group => group.Count)]);
    }
}
