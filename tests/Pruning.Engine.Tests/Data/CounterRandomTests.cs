using Pruning.Data;
using Xunit;

namespace Pruning.Tests.Data;

public class CounterRandomTests
{
    [Fact]
    public void Neighbouring_keys_give_unrelated_numbers()
    {
        var firsts = new HashSet<double>();
        for (var seed = 0; seed < 10; seed++)
        {
            for (var epoch = 0; epoch < 10; epoch++)
            {
                for (var index = -1; index < 10; index++)
                    firsts.Add(new CounterRandom(seed, epoch, index).NextDouble());
            }
        }

        Assert.Equal(1100, firsts.Count);
        // The mean of 1100 uniform numbers has a standard deviation of 0.0087.
        Assert.InRange(firsts.Average(), 0.46, 0.54);
    }

    [Fact]
    public void Uniform_numbers_fill_their_range_evenly()
    {
        var random = new CounterRandom(1, 2, 3);
        var counts = new int[10];
        for (var i = 0; i < 100_000; i++)
            counts[(int)(10 * (random.Uniform(5, 6) - 5))]++;
        // Standard deviation 95.
        Assert.All(counts, count => Assert.InRange(count, 9_500, 10_500));
        Assert.All(Enumerable.Range(0, 1000), _ => Assert.InRange(random.Below(3), 0, 2));
    }

    [Fact]
    public void The_beta_numbers_have_its_mean_and_variance()
    {
        var random = new CounterRandom(1, 2, 3);
        var draws = Enumerable.Range(0, 20_000).Select(_ => random.SymmetricBeta(32)).ToArray();
        var mean = draws.Average();
        Assert.InRange(mean, 0.498, 0.502);
        // Beta(n, n) has the variance 1 / (4 (2n + 1)).
        Assert.InRange(draws.Average(draw => (draw - mean) * (draw - mean)) * 4 * 65, 0.95, 1.05);
    }

    [Fact]
    public void A_shuffle_is_a_permutation_and_another_one_each_time()
    {
        var items = Enumerable.Range(0, 50).ToArray();
        var random = new CounterRandom(1, 2, 3);
        random.Shuffle(items);
        var first = items.ToArray();
        random.Shuffle(items);
        Assert.NotEqual(first, items);
        Assert.Equal(Enumerable.Range(0, 50), items.Order());
    }
}
