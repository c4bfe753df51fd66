using Pruning.Graphs;

namespace Pruning.Slimming.Latency;

/// <summary>Where a planner learns what layers and networks take in the runtime that the result is for.</summary>
internal interface ILayerTimes
{
    /// <summary>The milliseconds of each layer, in order.</summary>
    IReadOnlyList<double> Of(IReadOnlyList<LayerShape> layers);

    /// <summary>The milliseconds of a whole network for one picture.</summary>
    /// <param name="name">Says all that its time depends on.</param>
    double Of(string name, Network network);

    /// <summary>How long a whole network takes beside another: both measured in turn, so that the machine's other work falls on both.</summary>
    /// <returns>The candidate's over the baseline's, and the lower end of its 95 % interval.</returns>
    (double Ratio, double Low) Compare(Network baseline, Network candidate);
}
