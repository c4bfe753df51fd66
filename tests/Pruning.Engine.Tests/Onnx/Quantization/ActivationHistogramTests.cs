namespace Pruning.Onnx.Quantization;

public class ActivationHistogramTests
{
    [Fact]
    public void A_rare_outlier_is_cut_off_and_the_rest_is_not()
    {
        var values = Enumerable.Range(0, 100_000).Select(i => i / 100_000f).Append(50).ToArray();
        var histogram = new ActivationHistogram(0, 50);
        histogram.Add(values);
        // One bin above what the others reach.
        Assert.InRange(histogram.Range().High, 0.99, 1 + (2 * 50 / 2048.0));
    }

    [Fact]
    public void Equal_values_have_a_range()
    {
        var histogram = new ActivationHistogram(2, 2);
        histogram.Add([2, 2, 2]);
        Assert.InRange(histogram.Range().Restore(2), 1.99, 2.01);
    }

    [Fact]
    public void Before_a_silu_few_steps_are_spent_on_what_it_flattens()
    {
        var random = new Random(1);
        var values = Enumerable.Range(0, 50_000).Select(_ => (float)((random.NextDouble() * 24) - 20)).ToArray();
        var histogram = new ActivationHistogram(-20, 4);
        histogram.Add(values);
        var (plain, silu) = (histogram.Range(), histogram.RangeBeforeSilu());
        Assert.InRange(plain.Low, -20.2, -19.8);
        // Below -8, a SiLU gives less than 0.003.
        Assert.InRange(silu.Low, -10, -2);
        Assert.True(Error(silu) < Error(plain) / 2, $"{Error(silu)} against {Error(plain)}");

        double Error(AffineRange range) => values.Sum(value => Math.Pow(Silu(range.Restore(value)) - Silu(value), 2));
    }

    private static double Silu(double value) => value / (1 + Math.Exp(-value));
}
