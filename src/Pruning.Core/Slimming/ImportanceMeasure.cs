using Pruning.Graphs;

namespace Pruning.Slimming;

/// <summary>One way to judge channels. Scores are not negative; larger is worth more.</summary>
internal abstract class ImportanceMeasure
{
    /// <summary>Whether scores of different groups are on one scale by construction, so that no normalisation is needed.</summary>
    public virtual bool IsComparableAcrossGroups => false;

    /// <returns>A score for each atom, or null where the group lacks what the measure reads.</returns>
    public abstract double[]? Score(CouplingGroup group, ParameterSet parameters);
}
