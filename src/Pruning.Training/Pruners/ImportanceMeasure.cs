using System.Globalization;
using Pruning.Diagnostics;
using Pruning.Graphs;

namespace Pruning.Pruners;

/// <summary>One way to judge channels.</summary>
internal abstract class ImportanceMeasure
{
    /// <param name="normalize">Whether what is on no common scale is divided by the group's mean.</param>
    /// <returns>Null where the group lacks what the measure reads.</returns>
    /// <exception cref="PruneException">PRUNE4007: what a channel is worth is not a finite number.</exception>
    public abstract GroupRanking? Rank(CouplingGroup group, ParameterSet parameters, bool normalize);

    /// <param name="values">One an atom.</param>
    /// <exception cref="PruneException">PRUNE4007.</exception>
    protected static void RequireFinite(CouplingGroup group, IReadOnlyList<double> values)
    {
        for (var atom = 0; atom < values.Count; atom++)
        {
            if (double.IsFinite(values[atom]))
                continue;
            throw new PruneException(
                Codes.ImportanceNotFinite,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Channel {atom} of '{group.Name}' has the importance {values[atom]}: its weights are not "
                        + $"finite numbers, so nothing can be ranked and the network cannot work. Training has "
                        + $"probably diverged; start from an earlier checkpoint or lower the learning rate."
                )
            );
        }
    }
}
