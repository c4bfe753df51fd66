using Pruning.Graphs;

namespace Pruning.Pruners.Latency;

/// <summary>
/// A runtime in which a layer takes a microsecond for each channel that it reads or gives, and a run as a whole a tenth
/// more than its layers.
/// </summary>
/// <param name="saved">What part of the layers' saving a whole network really has.</param>
/// <param name="noise">Half the width of a comparison's interval.</param>
/// <param name="countsPixels">Whether a layer also takes as long as its map has pixels, in units of 64 x 64.</param>
/// <param name="drift">
/// By how much more of the dense time each further comparison says that the candidate takes.
/// </param>
internal sealed class LinearTimes(double saved = 1, double noise = 0, double drift = 0, bool countsPixels = false)
    : ILayerTimes
{
    private const double Start = 0.1;

    /// <summary>What everything takes of the usual time.</summary>
    public double Factor { get; init; } = 1;

    public ShippedForm Form { get; init; } = ShippedForm.AsIs;

    public List<string> Asked { get; } = [];

    public int Comparisons => Compared.Count;

    /// <summary>The ratios that were measured.</summary>
    public List<double> Compared { get; } = [];

    public IReadOnlyList<double> Of(IReadOnlyList<LayerShape> layers)
    {
        Asked.AddRange(layers.Select(layer => layer.Key));
        return
        [
            .. layers.Select(layer =>
                Factor * (layer.Inputs + layer.Outputs) / 1000.0 * (countsPixels ? layer.Side * layer.Side / 4096.0 : 1)
            ),
        ];
    }

    public double Of(string name, Network network, Extent image) => Layers(network, image) * (1 + Start);

    public (double Ratio, double Low) Compare(Network baseline, Network candidate, Extent image)
    {
        var whole = Extent.Square(64);
        var dense = Of("", baseline, whole);
        var started = Start * Layers(baseline, image);
        var ratio =
            (
                (Layers(baseline, whole) + started - (saved * (Layers(baseline, whole) - Layers(candidate, image))))
                / dense
            ) + (drift * Comparisons);
        Compared.Add(ratio);
        return (ratio, ratio - noise);
    }

    private double Layers(Network network, Extent image)
    {
        var map = Coupling.Analyze(network);
        return new NetworkTime(network, map, image, this).Of([.. map.Groups.Select(group => group.Count)]);
    }
}
