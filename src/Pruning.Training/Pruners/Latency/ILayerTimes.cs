using Pruning.Graphs;

namespace Pruning.Pruners.Latency;

/// <summary>Where a planner learns what layers and networks take in the runtime that the result is for.</summary>
internal interface ILayerTimes
{
    /// <summary>Into what the pruned network is turned; the layers that are asked for are of that.</summary>
    ShippedForm Form => ShippedForm.AsIs;

    /// <summary>The milliseconds of each layer, in order.</summary>
    IReadOnlyList<double> Of(IReadOnlyList<LayerShape> layers);

    /// <summary>The milliseconds of a whole network for one picture, in its form.</summary>
    /// <param name="name">Says all that its time depends on.</param>
    /// <param name="image">What the network looks at; the picture may be larger, and is reduced first.</param>
    double Of(string name, Network network, Extent image);

    /// <summary>
    /// How long a whole network takes in its form beside another as it is: both measured in turn, so that the machine's
    /// other work falls on both.
    /// </summary>
    /// <param name="image">What the candidate looks at; the baseline looks at the whole picture.</param>
    /// <returns>The candidate's over the baseline's, and the lower end of its 95 % interval.</returns>
    (double Ratio, double Low) Compare(Network baseline, Network candidate, Extent image);
}
