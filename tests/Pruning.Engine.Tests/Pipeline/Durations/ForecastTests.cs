using System.Collections.Immutable;
using Pruning.Execution;

namespace Pruning.Pipeline.Durations;

public sealed class ForecastTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_was_timed_here_counts_before_a_trial_and_a_trial_before_nothing()
    {
        var paces = PaceBook.Open(_folder.Root, "cpu");
        paces.Add(new StepWork("training auto", 200), TimeSpan.FromSeconds(100));
        ImmutableArray<PlannedStep> plan =
        [
            Step("import", StageOutcome.Cached),
            Step("train", StageOutcome.Ran),
            Step("evaluate", StageOutcome.Ran),
            Step("export", StageOutcome.Ran),
            Step("sensitivity", StageOutcome.Ran),
        ];
        var works = new Dictionary<string, StepWork>
        {
            ["train"] = StepWork.Training(null, 1000, 1e9),
            ["evaluate"] = StepWork.Evaluation(500, 1e9),
            ["export"] = StepWork.Whole("export"),
            ["sensitivity"] = new("sensitivity", 9),
        };

        var forecast = Forecast.Estimate(
            plan,
            stage => works[stage.Name],
            paces,
            () => new TriedPace(0.2, ForecastBasis.Trial),
            searches: false
        );

        Assert.Equal(
            [
                ("import", 0, ForecastBasis.Done),
                ("train", 1500, ForecastBasis.Timed),
                ("evaluate", 100, ForecastBasis.Trial),
                ("export", 3, ForecastBasis.Typical),
                ("sensitivity", null, ForecastBasis.Unknown),
            ],
            forecast.Steps.Select(step => (step.Step, step.Seconds, step.Basis))
        );
        Assert.Equal(1603, forecast.Seconds);
        Assert.Equal(
            "at least 27 min to do (train 25 min, evaluate 2 min, export 3 s, sensitivity unknown), by a few "
                + "training passes timed here",
            ForecastText.Of(forecast)
        );
    }

    [Fact]
    public void Nothing_to_do_is_not_worth_a_word() =>
        Assert.Null(
            ForecastText.Of(
                Forecast.Estimate(
                    [Step("train", StageOutcome.Cached)],
                    _ => throw new InvalidOperationException(),
                    PaceBook.Open(_folder.Root, "cpu"),
                    () => new TriedPace(1, ForecastBasis.Trial),
                    searches: false
                )
            )
        );

    // A step of a training is three passes forward through its network; validation and teachers go forward alone.
    [Fact]
    public void A_training_is_its_passes() =>
        Assert.Equal(new StepWork("training fp32", 3 * 40 * 2 + 7), StepWork.Training(Precision.Fp32, 40, 2e9, 7e9));

    [Theory]
    [InlineData(0.2, "1 s")]
    [InlineData(9.4, "9 s")]
    [InlineData(13, "15 s")]
    [InlineData(56, "1 min")]
    [InlineData(430, "7 min")]
    [InlineData(3590, "1 h")]
    [InlineData(7700, "2 h 10 min")]
    public void Times_are_rounded_to_what_is_known_of_them(double seconds, string text) =>
        Assert.Equal(text, ForecastText.About(seconds));

    private static PlannedStep Step(string name, StageOutcome outcome) =>
        new(
            new FakeStage(StageKind.Train, "1") { Name = name },
            new Fingerprint(new string('0', 64)),
            [],
            null,
            outcome
        );
}
