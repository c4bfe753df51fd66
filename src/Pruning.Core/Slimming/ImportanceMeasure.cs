using Pruning.Graphs;

namespace Pruning.Slimming;

/// <summary>One way to judge channels. Scores are not negative; larger is worth more.</summary>
internal abstract class ImportanceMeasure
{
    /// <summary>Whether scores of different groups are on one scale by construction, so that no normalisation is needed.</summary>
    public virtual bool IsComparableAcrossGroups => false;

    /// <summary>What a group must have to be judged, for the message about one that has not.</summary>
    public virtual string Needs => "a convolution";

    /// <returns>A score for each atom, or null where the group lacks what the measure reads.</returns>
    public abstract double[]? Score(CouplingGroup group, ParameterSet parameters);
}
