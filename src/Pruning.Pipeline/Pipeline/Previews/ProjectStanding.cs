using System.Collections.Immutable;

namespace Pruning.Pipeline.Previews;

/// <summary>What there is of a project and what is missing, found out without computing anything.</summary>
/// <param name="Name">The project's.</param>
/// <param name="Steps">All steps, in order.</param>
/// <param name="Expected">
/// How long the next build is expected to take, in words; null where it has nothing to do.
/// </param>
/// <param name="Model">The model file of the last build whose gates passed; null where there is none.</param>
/// <param name="IsCurrent">Whether a build would find everything done.</param>
public sealed record ProjectStanding(
    string Name,
    ImmutableArray<StandingStep> Steps,
    string? Expected,
    string? Model,
    bool IsCurrent
);

/// <param name="Outcome">As in <see cref="PreviewStep"/>.</param>
/// <param name="Made">When its result was written into the store; null where that has none.</param>
/// <param name="Took">Seconds; likewise.</param>
/// <param name="Seconds">What it is expected to take where it is missing; null where nobody knows.</param>
public sealed record StandingStep(string Name, string Outcome, DateTimeOffset? Made, double? Took, double? Seconds);
