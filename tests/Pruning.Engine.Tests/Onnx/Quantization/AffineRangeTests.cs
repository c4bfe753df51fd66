namespace Pruning.Onnx.Quantization;

public class AffineRangeTests
{
    [Theory]
    [InlineData(-1f, 3f)]
    [InlineData(0.5f, 3f)]
    [InlineData(-3f, -0.5f)]
    [InlineData(-0.278f, 12.7f)]
    public void It_has_both_bounds_and_zero_exactly(float low, float high)
    {
        var range = AffineRange.Covering(low, high);
        Assert.Equal(0, range.Restore(0));
        // Half a step is what rounding a bound to a byte may cost.
        Assert.InRange(Math.Abs(range.Restore(low) - low), 0, range.Scale / 1.99);
        Assert.InRange(Math.Abs(range.Restore(high) - high), 0, range.Scale / 1.99);
        Assert.Equal(range.High, range.Restore(2 * Math.Max(high, 1)), 5);
    }

    [Fact]
    public void What_is_zero_everywhere_has_a_scale_all_the_same()
    {
        var range = AffineRange.Covering(0, 0);
        Assert.Equal((1f, 0), (range.Scale, range.ZeroPoint));
        Assert.Equal(0, range.Restore(0));
    }
}
