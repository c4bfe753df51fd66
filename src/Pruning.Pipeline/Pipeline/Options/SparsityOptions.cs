using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Pruning.Pruners;
using Pruning.Training.Sparsity;

namespace Pruning.Pipeline.Options;

/// <summary>How sparse training leads channels to zero.</summary>
/// <param name="Penalty">The penalty's weight; null for one that follows from how far channels have separated.</param>
/// <param name="PenalisesGroups">Whether it weighs whole coupling groups, and not BatchNorm scales.</param>
/// <param name="PenaltyFalls">Whether a given penalty falls over the training.</param>
/// <param name="Schedule">When channels vanish.</param>
public sealed record SparsityOptions(double? Penalty, bool PenalisesGroups, bool PenaltyFalls, PruningSchedule Schedule)
{
    private const string Gradual = "gradual";
    private const string Early = "early";

    /// <summary>The cut that it leads to.</summary>
    [JsonIgnore]
    public PruneOptions? Prune { get; init; }

    /// <summary>
    /// <see cref="Prune"/> as far as the training depends on it. Where a given weight pushes all channels alike, the
    /// log tells how far those have separated that would go, and that is all: another target trains nothing anew.
    /// </summary>
    public PruneOptions? Leads => Penalty is null ? Prune : null;

    /// <summary>Layers whose channels nothing pushes, where <see cref="Leads"/> does not say so.</summary>
    public ImmutableArray<KeepLayer> Spared => Penalty is null ? [] : Prune?.KeepLayers ?? [];

    /// <summary>
    /// Side in pixels at which the pruned network will look at pictures; null for all of them, or where a step before
    /// it chooses.
    /// </summary>
    public int? Resolution => Prune?.Resolution;

    /// <param name="trains">Whether there is sparse training.</param>
    public static SparsityOptions Read(ProjectRequest request, bool trains)
    {
        var (penalty, ofGroups) = (
            OptionCatalogue.SparsityPenalty.Read(request),
            OptionCatalogue.SparsityRegularizer.Read(request) == "groups"
        );
        return new SparsityOptions(
            penalty,
            ofGroups,
            OptionCatalogue.PenaltySchedule.Read(request) == "falling",
            OptionCatalogue.Schedule.Read(request) switch
            {
                Gradual => PruningSchedule.Gradual,
                Early => PruningSchedule.Early,
                "auto" when trains && penalty is null => ofGroups ? PruningSchedule.Gradual : PruningSchedule.Early,
                _ => PruningSchedule.OneShot,
            }
        );
    }

    /// <summary>
    /// The same for a project's first cut. An early schedule cuts and recovers itself; any other only asks which
    /// channels would go.
    /// </summary>
    public SparsityOptions LeadingTo(PruneOptions prune) =>
        this with
        {
            Prune = Schedule == PruningSchedule.Early ? prune.Effective : prune.OfPlan with { Round = prune.Round },
        };
}
