namespace Pruning.Pipeline.Quantize;

public class QuantizationSearchTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(19)]
    [InlineData(20)]
    public void The_fewest_layers_that_hold_are_found(int needed)
    {
        var tried = new List<int>();
        Assert.Equal(needed, QuantizationSearch.Fewest(20, count =>
            {
                tried.Add(count);
                return count >= needed;
            }));
        Assert.Equal(tried.Distinct(), tried);
        Assert.InRange(tried.Count, 1, 9);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(20)]
    public void Where_none_hold_there_is_none(int most) => Assert.Null(QuantizationSearch.Fewest(most, _ => false));
}
