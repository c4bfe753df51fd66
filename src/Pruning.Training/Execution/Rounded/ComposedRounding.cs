using Pruning.Execution.Fused;
using Pruning.Onnx.Quantization;
using static TorchSharp.torch;

namespace Pruning.Execution.Rounded;

/// <summary>Roundings to bytes as operations of libtorch, on any device, with the gradients of the fused kernel.</summary>
internal static class ComposedRounding
{
    /// <summary>A map whose values are whole numbers of steps from the range's least to its largest.</summary>
    /// <param name="scale"><c>[1]</c>.</param>
    /// <param name="zero">The byte that stands for 0.</param>
    public static Tensor Round(Tensor map, Tensor scale, byte zero)
    {
        var step = scale.AtLeast(AffineRange.LeastScale);
        var exact = map.to(ScalarType.Float32).div(step).Between(-zero, byte.MaxValue - zero);
        return StraightThrough(exact, exact.round()).mul(step).to(map.dtype);
    }

    /// <summary>x · σ(x) with σ in steps of 1/255.</summary>
    public static Tensor Silu(Tensor map)
    {
        var gate = map.to(ScalarType.Float32).sigmoid();
        return map.to(ScalarType.Float32)
            .mul(StraightThrough(gate, gate.Times(byte.MaxValue).round().Over(byte.MaxValue)))
            .to(map.dtype);
    }

    /// <summary>
    /// Weights of a convolution in steps of their filter's scale, the largest of them <paramref name="largest"/> steps.
    /// </summary>
    /// <param name="weight"><c>[O, I, h, w]</c>.</param>
    public static Tensor RoundFilters(Tensor weight, int largest)
    {
        using var scope = NewDisposeScope();
        var fixedWeight = weight.detach();
        var scale = fixedWeight.abs().amax([1, 2, 3], keepdim: true).Over(largest).AtLeast(AffineRange.LeastScale);
        var rounded = fixedWeight.div(scale).round().mul(scale);
        return weight.Plus(rounded.sub(fixedWeight)).MoveToOuterDisposeScope();
    }

    /// <summary>The value of the one, the gradient of the other.</summary>
    private static Tensor StraightThrough(Tensor exact, Tensor rounded) => exact.Plus(rounded.sub(exact).detach());
}
