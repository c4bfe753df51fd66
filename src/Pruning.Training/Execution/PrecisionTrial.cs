using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using Pruning.Graphs;
using Pruning.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace Pruning.Execution;

/// <summary>
/// Which arithmetic trains a network faster on this machine: a few passes forward and backward in each, by turns.
/// Bfloat16 has to be faster by a margin, so that noise does not choose. On an x86 processor without matrix units it is
/// not even tried: there it takes 1.1 to 2.3 times as long as single precision, and a trial on a busy machine said
/// otherwise.
/// </summary>
/// <param name="Chosen">What to train in.</param>
/// <param name="SingleMilliseconds">The fastest pass in single precision.</param>
/// <param name="BrainMilliseconds">The fastest pass in bfloat16; infinite where it does not work or was not tried.</param>
public sealed record PrecisionTrial(Precision Chosen, double SingleMilliseconds, double BrainMilliseconds)
{
    /// <summary>Bfloat16 is chosen when its time is at most this share of single precision's.</summary>
    public const double Margin = 0.9;

    // A small batch says little about a large one: bfloat16 gains more the more work a layer has (docs/training.md has
    // the figures). So it takes the real batch on an accelerator, and on the CPU as much of it as can be waited for.
    private const int LargestBatch = 16;
    private const int LargestSide = 320;

    // The first round warms up. A large network's rounds are long, and by that alone less noisy.
    private const int FewestRounds = 2;
    private const int MostRounds = 6;
    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(4);

    /// <summary>The fastest pass in what was chosen.</summary>
    public double Milliseconds => Chosen == Precision.Fp32 ? SingleMilliseconds : BrainMilliseconds;

    /// <param name="network">Not changed.</param>
    /// <param name="batch">Images a training step; on the CPU the trial takes fewer.</param>
    /// <param name="imageSize">Pixels of the training images' sides; on the CPU the trial's may be smaller.</param>
    /// <param name="mostRounds">Passes in each arithmetic, at most; the first warms up.</param>
    public static PrecisionTrial Run(
        Network network,
        ExecutionOptions options,
        int batch,
        int imageSize,
        int mostRounds = MostRounds,
        CancellationToken cancellation = default
    )
    {
        ReadOnlySpan<Precision> tried = IsWorthTrying(options.Device)
            ? [Precision.Fp32, Precision.Bf16]
            : [Precision.Fp32];
        var fastest = Fastest(network, options, tried, batch, imageSize, mostRounds, cancellation);
        return Decide(fastest[0], fastest is [_, var brain] ? brain : double.PositiveInfinity);
    }

    /// <summary>Whether bfloat16 may be faster on a device.</summary>
    public static bool IsWorthTrying(ExecutionDevice device) =>
        device.IsAccelerator || !X86Base.IsSupported || ProcessorFeatures.HasBrainMatrices;

    /// <summary>
    /// The fastest of a few passes in the arithmetic of <paramref name="options"/>; infinite where it does not work.
    /// </summary>
    /// <inheritdoc cref="Run"/>
    internal static double MillisecondsIn(
        Network network,
        ExecutionOptions options,
        int batch,
        int imageSize,
        int mostRounds,
        CancellationToken cancellation
    ) => Fastest(network, options, [options.Precision], batch, imageSize, mostRounds, cancellation)[0];

    // By turns, so that whatever else the machine does falls on all.
    private static double[] Fastest(
        Network network,
        ExecutionOptions options,
        ReadOnlySpan<Precision> precisions,
        int batch,
        int imageSize,
        int mostRounds,
        CancellationToken cancellation
    )
    {
        TorchRuntime.Initialize();
        var (count, side) = Work(options.Device, batch, imageSize, network.MaximumStride);
        using var scope = NewDisposeScope();
        var networks = new TorchNetwork[precisions.Length];
        var fastest = new double[precisions.Length];
        try
        {
            for (var i = 0; i < networks.Length; i++)
                networks[i] = new TorchNetwork(network, options with { Precision = precisions[i] });
            var images = TensorArithmetic.Full([count, 3, side, side], 0.5, ScalarType.Float32, networks[0].Device);
            Array.Fill(fastest, double.PositiveInfinity);
            var start = Stopwatch.GetTimestamp();
            for (
                var round = 0;
                round < FewestRounds || (round < mostRounds && Stopwatch.GetElapsedTime(start) < Enough);
                round++
            )
            {
                cancellation.ThrowIfCancellationRequested();
                for (var i = 0; i < networks.Length; i++)
                    fastest[i] = Math.Min(fastest[i], Time(networks[i], images));
            }
        }
        finally
        {
            foreach (var one in networks)
                one?.Dispose();
        }

        return fastest;
    }

    internal static (int Batch, int Side) Work(ExecutionDevice device, int batch, int imageSize, int stride) =>
        device.IsAccelerator
            ? (batch, imageSize)
            : (Math.Min(batch, LargestBatch), Math.Min(imageSize, Math.Max(LargestSide / stride * stride, stride)));

    internal static PrecisionTrial Decide(double single, double brain) =>
        new(brain <= Margin * single ? Precision.Bf16 : Precision.Fp32, single, brain);

    // Infinite where the result is no number, or there is no room for it.
    private static double Time(TorchNetwork network, Tensor images)
    {
        try
        {
            return Pass(network, images);
        }
        catch (ExternalException failure) when (DeviceMemory.IsExhausted(failure.Message))
        {
            return double.PositiveInfinity;
        }
    }

    private static double Pass(TorchNetwork network, Tensor images)
    {
        using var scope = NewDisposeScope();
        network.Options.Device.Synchronize();
        var start = Stopwatch.GetTimestamp();
        var outputs = network.Forward(images, training: true);
        var total = outputs[0].sum();
        foreach (var output in outputs.Skip(1))
            total = total.Plus(output.sum());
        BackwardPass.Run(total);
        network.Options.Device.Synchronize();
        var elapsed = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        var gradient = network.Parameters[network.Parameters.Trainable[0]].grad!.sum();
        return HostTensor.ToArray(stack([total, gradient])).All(float.IsFinite) ? elapsed : double.PositiveInfinity;
    }
}
