using Pruning.Execution;
using Pruning.Graphs;
using Pruning.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace Pruning.Pruners.Reconstruction.Imitation;

[Collection(TorchCollection.Name)]
public class OrthogonalDescentTests
{
    private const double Rate = 0.5;

    // However small the gradient, and however its directions differ in size, each moves the weights by about as much.
    [Theory]
    [InlineData(1)]
    [InlineData(1e-4)]
    public void Every_direction_of_a_filter_bank_moves_alike(double size)
    {
        var (before, after) = Stepped("model.3.conv.weight", size);

        var moved = (after - before).flatten(1); // [O, I*H*W]
        var singular = linalg.svdvals(moved).data<float>().ToArray();

        Assert.InRange(singular.Min() / singular.Max(), 0.4f, 1);
        Assert.Equal(0.2 * Rate, moved.square().mean().sqrt().item<float>(), 0.2 * Rate * 0.4);
    }

    [Fact]
    public void A_vector_moves_against_its_gradient_by_a_fixed_length()
    {
        var (before, after) = Stepped("model.1.bn.weight", 1e-3);

        Assert.Equal(0.2 * Rate, (after - before).square().mean().sqrt().item<float>(), 1e-6);
    }

    private static (Tensor Before, Tensor After) Stepped(string name, double size)
    {
        using var network = new TorchNetwork(TinyDetector.Create());
        using var optimizer = new OrthogonalDescent(network.Parameters);
        var parameter = network.Parameters[name];
        var before = parameter.detach().clone();
        using var random = new Generator(1);
        (parameter * (randn(parameter.shape, generator: random) * size)).sum().backward();

        optimizer.Step(Rate);

        Assert.Equal(0, parameter.grad!.abs().sum().item<float>());
        return (before, parameter.detach().clone());
    }
}
