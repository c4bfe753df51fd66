using Pruning.Data;
using Xunit;

namespace Pruning.Tests.Data;

public class AspectOrderTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(1000)]
    public void It_sorts(int count)
    {
        var random = new Random(count);
        var keys = Enumerable.Range(0, count).Select(_ => random.Next(0, 20) / 8.0).ToArray();
        var order = AspectOrder.Sort(keys);
        Assert.Equal(Enumerable.Range(0, count), order.Order());
        Assert.Equal(keys.Order(), order.Select(index => keys[index]));
    }

    [Fact]
    public void Short_lists_keep_the_order_of_equal_keys() =>
        Assert.Equal([1, 3, 0, 2, 4], AspectOrder.Sort([2, 1, 2, 1, 2]));

    [Fact]
    public void Sorted_and_equal_keys_do_not_take_quadratic_time()
    {
        Assert.Equal(
            Enumerable.Range(0, 200_000),
            AspectOrder.Sort([.. Enumerable.Range(0, 200_000).Select(i => (double)i)])
        );
        Assert.Equal(200_000, AspectOrder.Sort(new double[200_000]).Distinct().Count());
    }
}
