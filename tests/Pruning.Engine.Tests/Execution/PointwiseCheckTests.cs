using Pruning.Testing;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Pruning.Execution;

/// <summary>A 1×1 layer that a processor computes wrongly is found, by its values or by its gradients.</summary>
[Collection(TorchCollection.Name)]
public class PointwiseCheckTests
{
    private static readonly PointwiseCheck.Shape Shape = new(2, 7, 5, 80, 48, Differentiates: true, Threads: 1);

    public PointwiseCheckTests() => TorchRuntime.Initialize();

    [Fact]
    public void What_is_right_is_found_right() =>
        Assert.True(
            PointwiseCheck.IsExact(Shape, (pixels, weight) => ProcessorConvolution.Product(pixels, weight, null))
        );

    [Fact]
    public void An_input_that_is_left_out_is_found() =>
        Assert.False(
            PointwiseCheck.IsExact(Shape, (pixels, weight) =>
                ProcessorConvolution.Product(pixels.narrow(1, 0, 79), weight.narrow(1, 0, 79), null)
            )
        );

    [Fact]
    public void An_output_that_is_no_number_is_found() =>
        Assert.False(
            PointwiseCheck.IsExact(Shape, (pixels, weight) =>
                ProcessorConvolution.Product(pixels, weight, null) / zeros(1)
            )
        );

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Gradients_that_are_missing_are_found(bool ofPixels) =>
        Assert.False(
            PointwiseCheck.IsExact(Shape, (pixels, weight) =>
                ofPixels
                    ? ProcessorConvolution.Product(pixels.detach(), weight, null)
                    : ProcessorConvolution.Product(pixels, weight.detach(), null)
            )
        );

    [Fact]
    public void Where_nothing_is_differentiated_values_decide() =>
        Assert.True(
            PointwiseCheck.IsExact(Shape with { Differentiates = false }, (pixels, weight) =>
                ProcessorConvolution.Product(pixels, weight, null)
            )
        );
}
