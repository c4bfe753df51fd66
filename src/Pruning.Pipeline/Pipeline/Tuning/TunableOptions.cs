using System.Collections.Immutable;
using Pruning.Pipeline.Options;

namespace Pruning.Pipeline.Tuning;

/// <summary>
/// The properties that a search may change: how a network is trained and pruned, and not what is asked of it. Costs,
/// data and measurement stay as they are, or trials could not be compared; so do epochs, which are what trials spend,
/// and the seed, whose best value would be luck.
/// </summary>
internal static class TunableOptions
{
    public static ImmutableArray<ProjectOption> All { get; } =
    [
        OptionCatalogue.BatchSize,
        OptionCatalogue.NominalBatch,
        OptionCatalogue.WarmupLimit,
        OptionCatalogue.SparsityPenalty,
        OptionCatalogue.SparsityRegularizer,
        OptionCatalogue.PenaltySchedule,
        OptionCatalogue.Importance,
        OptionCatalogue.Schedule,
        OptionCatalogue.Resolution,
        OptionCatalogue.Reconstruct,
        OptionCatalogue.ImitationSteps,
        OptionCatalogue.Freeze,
        OptionCatalogue.LearningRateSchedule,
        OptionCatalogue.LabelSmoothing,
        OptionCatalogue.MultiScale,
        OptionCatalogue.ImageWeights,
        OptionCatalogue.AutoAnchor,
        OptionCatalogue.Distillation,
        OptionCatalogue.DistillationOutputWeight,
        OptionCatalogue.DistillationFeatureWeight,
        OptionCatalogue.DistillationTemperature,
        OptionCatalogue.DistillSparseTraining,
    ];

    public static ProjectOption? Find(string name) =>
        All.FirstOrDefault(option => string.Equals(option.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether a range of numbers makes sense for an option.</summary>
    public static bool TakesNumbers(ProjectOption option) =>
        option is NumberOption or AutoOption<double> || TakesWholeNumbers(option);

    public static bool TakesWholeNumbers(ProjectOption option) => option is IntegerOption or AutoOption<int>;
}
