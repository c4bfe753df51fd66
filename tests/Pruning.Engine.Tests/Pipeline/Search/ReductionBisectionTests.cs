namespace Pruning.Pipeline.Search;

public class ReductionBisectionTests
{
    [Fact]
    public void Every_boundary_is_found_within_five_trials()
    {
        for (var boundary = 0; boundary <= 18; boundary++)
        {
            var largest = Math.Round(boundary * ReductionBisection.Step, 2);
            var (bisection, trials) = (new ReductionBisection(), 0);
            for (; bisection.Next is { } reduction; trials++)
                bisection.Learn(reduction <= largest);
            Assert.InRange(trials, 4, 5);
            Assert.Equal(boundary == 0 ? null : largest, bisection.Best);
        }
    }
}
