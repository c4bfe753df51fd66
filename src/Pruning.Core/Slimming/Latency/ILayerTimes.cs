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

    /// <summary>The milliseconds of a whole network for one picture, beside another's: both measured in turn, so that the machine's other work falls on both.</summary>
    (double Baseline, double Candidate) Compare(Network baseline, Network candidate);
}
