using BenchmarkDotNet.Attributes;
using Pruning.Execution;
using Pruning.Execution.Fused;
using TorchSharp;
using static TorchSharp.torch;

namespace Pruning.Benchmarks.Kernels;

/// <summary>
/// BatchNorm and SiLU of training as our one operation, beside torch's two: 16 maps of 64 channels, 40×40 pixels,
/// channels last.
/// </summary>
public class NormAndActivation : IDisposable
{
    private static readonly long[] Shape = [16, 40, 40, 64];

    private DisposeScope? _scope;
    private Tensor _input = null!;
    private Tensor _direction = null!;
    private Tensor _weight = null!;
    private Tensor _bias = null!;
    private NormCall _call = null!;

    [Params(Precision.Fp32, Precision.Bf16)]
    public Precision Precision { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        TorchRuntime.Initialize();
        _scope = NewDisposeScope();
        var type = Precision == Precision.Bf16 ? ScalarType.BFloat16 : ScalarType.Float32;
        _input = Map(0, type).requires_grad_(true);
        _direction = Map(1, type);
        _weight = ones([Shape[3]]).requires_grad_(true);
        _bias = zeros([Shape[3]]).requires_grad_(true);
        _call = new NormCall(zeros([Shape[3]]), ones([Shape[3]]), Training: true, 0.03, 1e-3);
    }

    [Benchmark]
    public void FusedForward() => Run(Fused, backward: false);

    [Benchmark]
    public void FusedForwardAndBackward() => Run(Fused, backward: true);

    [Benchmark(Baseline = true)]
    public void TorchForwardAndBackward() => Run(Separate, backward: true);

    [GlobalCleanup]
    public void Dispose()
    {
        _scope?.Dispose();
        GC.SuppressFinalize(this);
    }

    private Tensor Fused() => NormActivation.Run(_input, _weight, _bias, _call);

    private Tensor Separate() =>
        nn.functional.silu(
            nn.functional.batch_norm(
                _input,
                _call.RunningMean,
                _call.RunningVariance,
                _weight,
                _bias,
                _call.Training,
                _call.Momentum,
                _call.Epsilon
            )
        );

    private void Run(Func<Tensor> operation, bool backward)
    {
        using var scope = NewDisposeScope();
        var output = operation();
        if (backward)
            output.backward([_direction]);
    }

    private static Tensor Map(int seed, ScalarType type)
    {
        var random = new Random(seed);
        var values = new float[Shape.Aggregate(1, (product, size) => product * (int)size)];
        for (var i = 0; i < values.Length; i++)
            values[i] = (float)(random.NextDouble() - 0.5);
        return HostTensor.From(values, Shape, CPU).to(type).permute(0, 3, 1, 2);
    }
}
