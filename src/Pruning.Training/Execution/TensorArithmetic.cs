using TorchSharp;
using static TorchSharp.torch;

namespace Pruning.Execution;

/// <summary>
/// Arithmetic of floating-point tensors with numbers, and their sums; verbs change a tensor in place. TorchSharp 0.107
/// hands a number to libtorch by its address, and nothing keeps its <see cref="Scalar"/> alive meanwhile: where a
/// finalizer frees it before it is read, the call fails ("Unknown scalar type", "Expected false to be true") or
/// computes with another number, which long trainings on busy machines have seen. Here each is disposed behind the
/// call, and so lives until then. TorchSharp's operators with numbers do not do that, nor does its <c>+</c> of two
/// tensors, which makes a 1 to weigh the second one with; <c>-</c>, <c>*</c> and <c>/</c> of two tensors make none.
/// </summary>
internal static class TensorArithmetic
{
    /// <summary>A tensor of one number.</summary>
    public static Tensor Full(ReadOnlySpan<long> shape, double number, ScalarType type, Device device)
    {
        using Scalar scalar = number;
        return full(shape, scalar, type, device);
    }

    public static Tensor Plus(this Tensor tensor, Tensor other)
    {
        using Scalar one = 1;
        return tensor.add(other, one);
    }

    public static Tensor Plus(this Tensor tensor, Tensor other, double weight)
    {
        using Scalar scalar = weight;
        return tensor.add(other, scalar);
    }

    public static Tensor Plus(this Tensor tensor, double number)
    {
        using Scalar scalar = number;
        using Scalar one = 1;
        return tensor.add(scalar, one);
    }

    public static Tensor Times(this Tensor tensor, double factor)
    {
        using Scalar scalar = factor;
        return tensor.mul(scalar);
    }

    public static Tensor Over(this Tensor tensor, double divisor)
    {
        using Scalar scalar = divisor;
        return tensor.div(scalar);
    }

    public static Tensor Power(this Tensor tensor, double exponent)
    {
        using Scalar scalar = exponent;
        return tensor.pow(scalar);
    }

    /// <summary>What is missing to 1.</summary>
    public static Tensor Complement(this Tensor tensor) => tensor.negative().Plus(1);

    public static Tensor AtLeast(this Tensor tensor, double least)
    {
        using Scalar scalar = least;
        return tensor.clamp_min(scalar);
    }

    public static Tensor AtMost(this Tensor tensor, double most)
    {
        using Scalar scalar = most;
        return tensor.clamp_max(scalar);
    }

    public static Tensor Between(this Tensor tensor, double least, double most)
    {
        using Scalar lower = least;
        using Scalar upper = most;
        return tensor.clamp(lower, upper);
    }

    /// <param name="slope">Below 0.</param>
    public static Tensor LeakyRelu(this Tensor tensor, double slope)
    {
        using Scalar scalar = slope;
        return tensor.leaky_relu(scalar);
    }

    public static Tensor Increase(this Tensor tensor, Tensor by, double weight = 1)
    {
        using Scalar scalar = weight;
        return tensor.add_(by, scalar);
    }

    public static Tensor Scale(this Tensor tensor, double factor)
    {
        using Scalar scalar = factor;
        return tensor.mul_(scalar);
    }

    public static Tensor Divide(this Tensor tensor, double divisor)
    {
        using Scalar scalar = divisor;
        return tensor.div_(scalar);
    }
}
