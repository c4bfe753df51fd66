using Pruning.Data;
using Xunit;

namespace Pruning.Tests.Data;

public sealed class MultiScaleTests
{
    // 640 px, stride 32: a whole number from 320 to 991, rounded down to a multiple of 32.
    [Theory]
    [InlineData(0, 640, 32, 320)]
    [InlineData(0.04761, 640, 32, 320)] // 320 + 31.99 = 351
    [InlineData(0.04762, 640, 32, 352)] // 320 + 32.0006
    [InlineData(0.5, 640, 32, 640)] // 320 + 336 = 656
    [InlineData(0.999999, 640, 32, 960)]
    [InlineData(0, 32, 32, 32)] // 16 would be no multiple
    [InlineData(0.999999, 64, 64, 128)] // 32 to 159
    public void The_side_is_half_to_one_and_a_half_in_multiples_of_the_stride(
        double draw,
        int size,
        int stride,
        int side
    ) => Assert.Equal(side, MultiScale.SideOf(draw, size, stride));
}
