using Pruning.Execution;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Pruning.Training.Distilling;

/// <summary>
/// A 1x1 convolution from a student's channels to its teacher's, learnt along with the student and thrown away after it
/// (the regressors of Romero et al. 2015, "FitNets"). Begins as the identity where both have as many channels. Owns its
/// memory.
/// </summary>
internal sealed class FeatureAdapter : IDisposable
{
    /// <param name="name">Of its tensors, among others.</param>
    public FeatureAdapter(string name, int from, int to, int seed, Device device)
    {
        Weight = new TrainedTensor(
            $"{name}.weight",
            Leaf(Start(from, to, seed), [to, from, 1, 1], device),
            IsBias: false,
            Decays: true
        );
        Bias = new TrainedTensor($"{name}.bias", Leaf(new float[to], [to], device), IsBias: true, Decays: false);
    }

    /// <summary><c>[to, from, 1, 1]</c>.</summary>
    public TrainedTensor Weight { get; }

    /// <summary><c>[to]</c>.</summary>
    public TrainedTensor Bias { get; }

    /// <param name="map"><c>[B, from, H, W]</c> in the maps' type.</param>
    /// <returns><c>[B, to, H, W]</c>, single precision.</returns>
    public Tensor Run(Tensor map) =>
        functional
            .conv2d(map, Weight.Tensor.to(map.dtype), Bias.Tensor.to(map.dtype), [1, 1], [0, 0], [1, 1], 1)
            .to(ScalarType.Float32);

    public void Dispose()
    {
        Weight.Tensor.Dispose();
        Bias.Tensor.Dispose();
    }

    private static Tensor Leaf(float[] values, long[] shape, Device device) =>
        HostTensor.From(values, shape, device).DetachFromDisposeScope().requires_grad_();

    private static float[] Start(int from, int to, int seed)
    {
        var values = new float[to * from];
        if (from == to)
        {
            for (var channel = 0; channel < from; channel++)
                values[(channel * from) + channel] = 1;
            return values;
        }

        var random = new Random(seed);
        var reach = 1 / MathF.Sqrt(from);
        for (var index = 0; index < values.Length; index++)
            values[index] = ((random.NextSingle() * 2) - 1) * reach;
        return values;
    }
}
