using System.Collections.Immutable;
using Pruning.Pipeline.Durations;
using Pruning.Pipeline.Store;

namespace Pruning.Pipeline.Previews;

/// <summary>Makes a <see cref="ProjectStanding"/>.</summary>
internal static class StandingMaker
{
    /// <param name="plan">What a whole run would find.</param>
    /// <param name="model">The file that the last build left.</param>
    public static ProjectStanding Make(
        string name,
        ImmutableArray<PlannedStep> plan,
        Forecast? forecast,
        string? model
    ) =>
        new(
            name,
            [
                .. plan.Select(
                    (step, index) =>
                        new StandingStep(
                            step.Stage.Name,
                            StepOutcomes.Word(step.Outcome),
                            step.Entry is { } entry ? Written(entry) : null,
                            step.Entry?.Manifest.Seconds,
                            forecast?.Steps[index].Seconds
                        )
                ),
            ],
            forecast is null ? null : ForecastText.Of(forecast),
            model,
            model is not null && plan.All(step => step.Outcome is not (StageOutcome.Ran or StageOutcome.Fetched))
        );

    private static DateTimeOffset Written(StoreEntry entry) =>
        new(Directory.GetLastWriteTimeUtc(entry.Folder), TimeSpan.Zero);
}
