using System.Collections.Immutable;

namespace Pruning.Reporting.Details;

/// <summary>What a run's page shows beyond <c>report.json</c>: curves, distributions and pictures.</summary>
/// <param name="Trainings">Of each stage that trained, in order.</param>
/// <param name="Scales">Null where no sparse training ran.</param>
/// <param name="Baseline">Precision over recall of the dense network, by class.</param>
/// <param name="Model">The same of what ships.</param>
public sealed record RunDetails(
    ImmutableArray<TrainingCurve> Trainings,
    ScaleHistogram? Scales,
    ImmutableArray<PrecisionCurve> Baseline,
    ImmutableArray<PrecisionCurve> Model,
    ImmutableArray<SamplePicture> Pictures
);
