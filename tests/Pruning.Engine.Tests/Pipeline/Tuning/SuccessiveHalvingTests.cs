using System.Collections.Immutable;
using System.Globalization;
using Pruning.Diagnostics;

namespace Pruning.Pipeline.Tuning;

public class SuccessiveHalvingTests
{
    private static readonly ImmutableArray<TunedParameter> Space =
    [
        new("x", new NumberRange(0, 1, IsLogarithmic: false)),
    ];

    [Fact]
    public void The_best_third_of_each_rung_trains_three_times_as_long_and_the_project_as_it_stands_with_it()
    {
        // The project as it stands is the worst of all.
        var fake = new FakeRunner(run => run.Trial.Number == 1 ? -1 : run.Trial.Number);
        var results = Search(new HalvingPlan(9, 3, [1.0 / 9, 1.0 / 3, 1]), fake);
        Assert.Equal(
            ["0: 1 2 3 4 5 6 7 8 9", "1: 1 7 8 9", "2: 1 9"],
            results
                .GroupBy(result => result.Run.Rung)
                .Select(rung => $"{rung.Key}: {string.Join(' ', rung.Select(result => result.Run.Trial.Number))}")
        );
        Assert.Equal([1.0 / 9, 1.0 / 3, 1], results.Select(result => result.Run.Share).Distinct());
    }

    [Fact]
    public void Those_that_do_not_learn_from_each_other_are_one_set_and_the_others_come_one_by_one()
    {
        var fake = new FakeRunner(_ => 0);
        Search(new HalvingPlan(12, 3, [1.0 / 9, 1.0 / 3, 1]), fake);
        // Eight drawn blindly, one that learns; then the rungs; then the second round of three.
        Assert.Equal([8, 1, 3, 1, 1, 1, 1, 1, 1], fake.Sets);
    }

    [Fact]
    public void What_was_refused_never_goes_on_but_the_project_as_it_stands_does()
    {
        var fake = new FakeRunner(run => run.Trial.Number is 1 or > 3 ? null : 0.1);
        var results = Search(new HalvingPlan(9, 3, [1.0 / 9, 1.0 / 3, 1]), fake);
        Assert.Equal(
            [1, 2, 3],
            results.Where(result => result.Run.Rung == 1).Select(result => result.Run.Trial.Number)
        );
        // A tie goes to the earlier one.
        Assert.Equal([1, 2], results.Where(result => result.Run.Rung == 2).Select(result => result.Run.Trial.Number));
    }

    [Fact]
    public void A_round_of_which_all_is_refused_ends_and_the_next_begins()
    {
        var fake = new FakeRunner(run => run.Trial.Number is > 1 and <= 3 ? null : 0.1);
        var results = Search(new HalvingPlan(6, 3, [1.0 / 3, 1]), fake);
        Assert.Equal([1, 4], results.Where(result => result.Run.Rung == 1).Select(result => result.Run.Trial.Number));
    }

    [Fact]
    public void The_same_search_asks_for_the_same_trials_and_a_longer_one_begins_with_them()
    {
        double? Score(TrialRun run) =>
            run.Trial.Values.TryGetValue("x", out var x)
                ? -Math.Abs(double.Parse(x, CultureInfo.InvariantCulture) - 0.7)
                : -1;
        var plan = new HalvingPlan(18, 3, [1.0 / 9, 1.0 / 3, 1]);
        var first = Search(plan, new FakeRunner(Score));
        Assert.Equal(first.Select(Described), Search(plan, new FakeRunner(Score)).Select(Described));
        var longer = Search(plan with { Trials = 27 }, new FakeRunner(Score));
        Assert.Equal(first.Select(Described), longer.Take(first.Length).Select(Described));
        // It learns: later trials are nearer to the best than the first ones.
        Assert.True(
            longer.Where(result => result.Run is { Rung: 0, Trial.Number: > 18 }).Average(result => result.Score)
                > longer
                    .Where(result => result.Run is { Rung: 0, Trial.Number: > 1 and < 9 })
                    .Average(result => result.Score)
        );
    }

    [Theory]
    [InlineData(27, 3, null, 36, "27 10 4")]
    [InlineData(10, 3, null, 36, "10 5 3")]
    [InlineData(9, 3, null, 20, "9 4")]
    [InlineData(4, 2, null, 8, "4 3")]
    [InlineData(5, 3, null, 11, "5")]
    [InlineData(5, 3, 2, 3, "5 3")]
    [InlineData(8, 2, 4, 8, "8 5 3 2")]
    public void A_plan_knows_how_many_trials_each_rung_trains(int trials, int eta, int? rungs, int epochs, string runs)
    {
        var plan = HalvingPlan.Of(trials, eta, rungs, epochs);
        Assert.Equal(runs, string.Join(' ', plan.Runs));
        Assert.Equal(1, plan.Shares[^1]);
        var made = Search(plan, new FakeRunner(run => run.Trial.Number)).GroupBy(result => result.Run.Rung);
        Assert.True(made.All(rung => rung.Count() <= plan.Runs[rung.Key]));
    }

    [Fact]
    public void More_rungs_than_the_epochs_can_be_divided_into_are_refused()
    {
        var refusal = Assert.Throws<PruneException>(() => HalvingPlan.Of(27, 3, 4, 20));
        Assert.Equal(Codes.CannotTune, refusal.Code);
        Assert.Contains("3 at most", refusal.Diagnostic.Message, StringComparison.Ordinal);
    }

    private static ImmutableArray<TrialResult> Search(HalvingPlan plan, FakeRunner runner) =>
        new SuccessiveHalving(plan, new TrialSource(Space, 0, _ => null), runner, _ => { }).Run(CancellationToken.None);

    private static string Described(TrialResult result) =>
        $"{result.Run.Trial.Number}/{result.Run.Rung}: {string.Join(' ', result.Run.Trial.Values)} {result.Score}";

    private sealed class FakeRunner(Func<TrialRun, double?> score) : ITrialRunner
    {
        public List<int> Sets { get; } = [];

        public ImmutableArray<TrialResult> Run(
            ImmutableArray<TrialRun> runs,
            Action<TrialResult> told,
            CancellationToken cancellation
        )
        {
            Sets.Add(runs.Length);
            return
            [
                .. runs.Select(run => new TrialResult(
                    run,
                    score(run),
                    score(run) is null ? "refused" : null,
                    1,
                    TimeSpan.Zero
                )),
            ];
        }
    }
}
