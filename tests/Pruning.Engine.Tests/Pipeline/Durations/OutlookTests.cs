using Microsoft.Extensions.Time.Testing;
using Pruning.Training;

namespace Pruning.Pipeline.Durations;

public class OutlookTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void The_whole_is_what_is_left_of_the_step_and_all_that_comes_after_it()
    {
        var outlook = new Outlook(_time);
        Assert.Null(Told(outlook, 0.5).WholeLeft);
        outlook.Expect(
            new Forecast(
                [
                    new("import", 0, ForecastBasis.Done),
                    new("evaluate", 100, ForecastBasis.Timed),
                    new("fine-tune", 50, ForecastBasis.Timed),
                    new("sensitivity", null, ForecastBasis.Unknown),
                ],
                Searches: false
            )
        );
        outlook.With(new StepStarted("evaluate", StageKind.Evaluate));

        // Nothing is known of its pace yet: as expected.
        Assert.Equal((null, 150.0), Seconds(Told(outlook, 0)));
        _time.Advance(TimeSpan.FromSeconds(20));
        // Twice as slow as expected; the rest will be slower too, and not quite so much: (0.2 * 150 + 200) / (0.2 * 150
        // + 100).
        Assert.Equal((180.0, 268.462), Seconds(Told(outlook, 0.1)));
        outlook.With(new StepFinished("evaluate", StageKind.Evaluate, StageOutcome.Ran, TimeSpan.FromSeconds(200)));
        outlook.With(new StepStarted("fine-tune", StageKind.FineTune));
        Assert.Equal(
            (null, 88.462),
            Seconds((StepProgress)outlook.With(new StepProgress("fine-tune", StageKind.FineTune, "", null)))
        );
    }

    [Fact]
    public void A_short_step_that_takes_thrice_its_time_says_little_of_the_long_ones()
    {
        var outlook = new Outlook(_time);
        outlook.Expect(
            new Forecast(
                [new("train", 5, ForecastBasis.Timed), new("sparse-train", 295, ForecastBasis.Timed)],
                Searches: false
            )
        );
        outlook.With(new StepStarted("train", StageKind.Train));
        outlook.With(new StepFinished("train", StageKind.Train, StageOutcome.Ran, TimeSpan.FromSeconds(15)));

        Assert.InRange(outlook.Rest!.Value.TotalSeconds, 295, 350);
    }

    // A training tells by itself, and stays the event that it was.
    [Fact]
    public void Of_a_training_its_own_estimate_counts()
    {
        var training = new TrainingProgress(3, 30, 5, 10, new LossValues(1, 1, 1), 30, TimeSpan.FromSeconds(250), null);
        var told = Assert.IsType<EpochProgress>(
            new Outlook(_time).With(new EpochProgress("train", StageKind.Train, training, ""))
        );
        Assert.Equal(TimeSpan.FromSeconds(250), told.Left);
    }

    // Half of the imitation is not half of the training that follows it.
    [Fact]
    public void What_a_training_does_before_its_first_epoch_says_nothing_of_the_whole()
    {
        var outlook = new Outlook(_time);
        outlook.Expect(
            new Forecast(
                [new("sparse-train", 100, ForecastBasis.Timed), new("fine-tune", 50, ForecastBasis.Timed)],
                Searches: false
            )
        );
        outlook.With(new StepStarted("sparse-train", StageKind.SparseTrain));
        foreach (var share in (double[])[0, 0.5, 0.9])
        {
            Assert.Equal(
                (null, 150.0 - (10 * share)),
                Seconds(
                    (StepProgress)
                        outlook.With(new StepProgress("sparse-train", StageKind.SparseTrain, "imitating", share))
                )
            );
            _time.Advance(TimeSpan.FromSeconds(share == 0 ? 5 : 4));
        }
    }

    private static StepProgress Told(Outlook outlook, double share) =>
        (StepProgress)outlook.With(new StepProgress("evaluate", StageKind.Evaluate, "", share));

    private static (double? Step, double? Whole) Seconds(StepProgress progress) =>
        (Rounded(progress.Left), Rounded(progress.WholeLeft));

    private static double? Rounded(TimeSpan? time) => time is { } known ? Math.Round(known.TotalSeconds, 3) : null;
}
