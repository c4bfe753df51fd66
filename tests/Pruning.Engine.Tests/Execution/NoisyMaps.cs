using static TorchSharp.torch;

namespace Pruning.Execution;

/// <summary>Maps for tests of kernels.</summary>
internal static class NoisyMaps
{
    /// <summary>From -2 to 4, the same at each call.</summary>
    public static Tensor Noise(int seed, long[] shape)
    {
        var random = new Random(seed);
        var values = new float[shape.Aggregate(1L, (product, size) => product * size)];
        for (var index = 0; index < values.Length; index++)
            values[index] = (random.NextSingle() * 6) - 2;
        return HostTensor.From(values, shape, CPU);
    }
}
