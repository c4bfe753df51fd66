using Pruning.Graphs;
using Pruning.Testing;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Pruning.Pruners.Reconstruction;

[Collection(TorchCollection.Name)]
public class ConvolutionFitTests
{
    // A convolution's own outputs are reached by its own weights alone, so every index of the fit must be right.
    [Theory]
    [InlineData(1, 1, 0, 1)]
    [InlineData(3, 1, 1, 1)]
    [InlineData(3, 2, 1, 1)]
    [InlineData(6, 2, 2, 1)]
    [InlineData(3, 1, 2, 2)]
    public void Finds_the_weights_that_outputs_come_from(int kernel, int stride, int padding, int dilation)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        random.manual_seed(3);
        var node = new ConvolutionNode(
            "conv",
            "images",
            Extent.Square(kernel),
            Extent.Square(stride),
            Extent.Square(padding),
            Extent.Square(dilation),
            1,
            true
        );
        var (truth, shift) = (randn([4, 3, kernel, kernel]), randn([4]));
        var (weight, bias) = (truth + (randn(truth.shape) * 0.1), zeros([4]));
        using var fit = new ConvolutionFit(node, weight, bias, positions: 60, seed: 1);
        var before = (weight - truth).abs().max().item<float>();
        for (var batch = 0; batch < 4; batch++)
        {
            var images = randn([8, 3, 12, 15]);
            fit.Add(
                images,
                functional.conv2d(images, truth, shift, [stride, stride], [padding, padding], [dilation, dilation], 1)
            );
        }

        fit.Apply();

        // The ridge keeps a hundredth of the way.
        Assert.InRange((weight - truth).abs().max().item<float>(), 0, before * 0.03f);
        Assert.InRange((bias - shift).abs().max().item<float>(), 0, 0.01f);
    }

    [Fact]
    public void Inputs_that_never_vary_leave_the_weights_finite_and_as_they_were()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var node = new ConvolutionNode(
            "conv",
            "images",
            Extent.Square(1),
            Extent.Square(1),
            Extent.Square(0),
            Extent.Square(1),
            1,
            false
        );
        var weight = ones([2, 3, 1, 1]);
        using var fit = new ConvolutionFit(node, weight, null, positions: 4, seed: 1);
        fit.Add(zeros([2, 3, 4, 4]), zeros([2, 2, 4, 4]));
        fit.Apply();
        Assert.All(weight.data<float>().ToArray(), value => Assert.Equal(1, value, 1e-6f));
    }
}
