using System.Collections.Immutable;
using Pruning.Reporting.Tuning;

namespace Pruning.Pipeline.Tuning;

/// <summary>Writes a search down.</summary>
internal sealed class TuningReports(
    TrialProject project,
    ImmutableArray<TunedParameter> space,
    HalvingPlan plan,
    TuningOptions asked
)
{
    public TuningReport Make(IEnumerable<TrialResult> results, TuningOutcome? outcome) =>
        new(
            TuningReport.CurrentVersion,
            project.Inputs.Request.Name,
            asked.Seed,
            plan.Trials,
            plan.Reduction,
            project.Inputs.Options.GateSplit,
            [.. space.Select(Describe)],
            [.. plan.Shares.Select(share => new TuningRung(Math.Round(share, 6), project.EpochsAt(share)))],
            [.. results.Select(Of)],
            outcome
        );

    public static TuningRunReport Of(TrialResult result) =>
        new(
            result.Run.Trial.Number,
            result.Run.Rung + 1,
            result.Run.Trial.Values,
            result.Map5095,
            result.Refusal,
            result.Epochs,
            Math.Round(result.Elapsed.TotalSeconds, 3)
        );

    private TuningParameter Describe(TunedParameter parameter) =>
        parameter.Domain switch
        {
            NumberRange range => new TuningParameter(
                parameter.Name,
                project.ValueOf(parameter.Name),
                range.Minimum,
                range.Maximum,
                range.IsLogarithmic ? "log" : "linear",
                null
            ),
            ValueChoices choices => new TuningParameter(
                parameter.Name,
                project.ValueOf(parameter.Name),
                null,
                null,
                null,
                choices.Values
            ),
            var other => throw new NotSupportedException(other.ToString()),
        };
}
