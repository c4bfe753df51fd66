using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Pruning.Graphs;
using TorchSharp;
using static Pruning.Execution.Fused.MapMemory;
using static TorchSharp.torch;

namespace Pruning.Execution.Fused;

/// <summary>
/// Batch normalisation and an activation in one differentiable operation, for maps in channels-last memory on the CPU. It keeps
/// the convolution's output and nothing else, sums in double, and reads and writes each map once a pass: after the
/// convolutions, memory traffic is where a step's time goes.
/// </summary>
internal sealed unsafe class NormActivation : autograd.SingleTensorFunction<NormActivation>
{
    private const string StatisticsKey = "statistics";
    private const string CallKey = "call";
    private const string ThreadKey = "thread";

    public override string Name => nameof(NormActivation);

    /// <param name="input"><c>[B, C, H, W]</c>, single or bfloat16.</param>
    /// <returns>The same shape and type, channels last.</returns>
    public static Tensor Run(Tensor input, Tensor weight, Tensor bias, NormCall call) =>
        apply(input, weight, bias, call);

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (input, weight, bias, call) = ((Tensor)vars[0], (Tensor)vars[1], (Tensor)vars[2], (NormCall)vars[3]);
        var pixels = input.permute(0, 2, 3, 1).contiguous(); // [B, H, W, C]
        var result = empty(pixels.shape, pixels.dtype);
        var layout = LayoutOf(pixels);
        var statistics =
            input.dtype == ScalarType.BFloat16
                ? Forward<BrainElement>(layout, pixels, result, weight, bias, call)
                : Forward<SingleElement>(layout, pixels, result, weight, bias, call);
        ctx.save_for_backward([pixels, weight]);
        ctx.save_data(StatisticsKey, statistics);
        ctx.save_data(CallKey, call);
        ctx.save_data(ThreadKey, Environment.CurrentManagedThreadId);
        return result.permute(0, 3, 1, 2);
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        return BackwardPass.Guard(
            (int)ctx.get_data(ThreadKey),
            grad_output,
            () => Gradients(ctx, grad_output),
            () => Nothing(ctx)
        );
    }

    private static List<Tensor> Gradients(autograd.AutogradContext ctx, Tensor output)
    {
        var pixels = ctx.get_saved_variables()[0];
        var (statistics, call) = ((NormStatistics)ctx.get_data(StatisticsKey), (NormCall)ctx.get_data(CallKey));
        var gradient = output.permute(0, 2, 3, 1).contiguous().to(pixels.dtype);
        var result = empty(pixels.shape, pixels.dtype);
        var layout = LayoutOf(pixels);
        var (weight, bias) =
            pixels.dtype == ScalarType.BFloat16
                ? Backward<BrainElement>(layout, pixels, gradient, result, statistics, call)
                : Backward<SingleElement>(layout, pixels, gradient, result, statistics, call);
        return
        [
            result.permute(0, 3, 1, 2),
            HostTensor.From(weight, [layout.Channels], CPU),
            HostTensor.From(bias, [layout.Channels], CPU),
            null!,
        ];
    }

    private static List<Tensor> Nothing(autograd.AutogradContext ctx)
    {
        var pixels = ctx.get_saved_variables()[0];
        return [zeros_like(pixels).permute(0, 3, 1, 2), zeros(pixels.shape[3]), zeros(pixels.shape[3]), null!];
    }

    private static NormStatistics Forward<T>(
        MapLayout layout,
        Tensor pixels,
        Tensor result,
        Tensor weight,
        Tensor bias,
        NormCall call
    )
        where T : IMapElement
    {
        var input = Start(pixels);
        var statistics = call.Training ? Measure<T>(layout, input, weight, bias, call) : Recall(weight, bias, call);
        var (scale, offset) = (layout.Tile(statistics.Scale), layout.Tile(statistics.Offset));
        switch (call.Activation)
        {
            case ActivationKind.ReLU:
                Activate<T, RectifierFunction<NoFactor>>(layout, input, Start(result), scale, offset);
                break;
            case ActivationKind.LeakyReLU:
                Activate<T, RectifierFunction<LeakyFactor>>(layout, input, Start(result), scale, offset);
                break;
            case ActivationKind.SiLU:
                Activate<T, SiluFunction>(layout, input, Start(result), scale, offset);
                break;
            default:
                throw Unknown(call);
        }

        GC.KeepAlive(pixels);
        GC.KeepAlive(result);
        return statistics;
    }

    private static void Activate<T, TActivation>(
        MapLayout layout,
        byte* input,
        byte* result,
        float[] scale,
        float[] offset
    )
        where T : IMapElement
        where TActivation : IActivationFunction =>
        MapWalk.Run(layout, new NormActivationPass<T, TActivation>(input, result, scale, offset));

    private static ArgumentOutOfRangeException Unknown(NormCall call) =>
        new(nameof(call), call.Activation, "There is no such activation here.");

    private static NormStatistics Measure<T>(MapLayout layout, byte* input, Tensor weight, Tensor bias, NormCall call)
        where T : IMapElement
    {
        var shift = new float[layout.Channels];
        for (var channel = 0; channel < shift.Length; channel++)
            shift[channel] = T.LoadOne(input, channel);
        var sums = MapWalk.Run(layout, new MomentsPass<T>(input, layout.Tile(shift)));
        var statistics = NormStatistics.Measure(sums, shift, layout.Rows, Values(weight), Values(bias), call.Epsilon);
        statistics.Blend(Values(call.RunningMean), Values(call.RunningVariance), call.Momentum, layout.Rows);
        return statistics;
    }

    private static NormStatistics Recall(Tensor weight, Tensor bias, NormCall call)
    {
        var variance = Array.ConvertAll(Values(call.RunningVariance).ToArray(), value => (double)value);
        return NormStatistics.Measure(
            Values(call.RunningMean).ToArray(),
            variance,
            Values(weight),
            Values(bias),
            call.Epsilon
        );
    }

    private static (float[] Weight, float[] Bias) Backward<T>(
        MapLayout layout,
        Tensor pixels,
        Tensor gradient,
        Tensor result,
        NormStatistics statistics,
        NormCall call
    )
        where T : IMapElement
    {
        var (mean, scale) = (layout.Tile(statistics.Mean), layout.Tile(statistics.Scale));
        var sums = call.Activation switch
        {
            ActivationKind.ReLU => GradientSums<T, RectifierFunction<NoFactor>>(
                layout,
                pixels,
                gradient,
                result,
                statistics
            ),
            ActivationKind.LeakyReLU => GradientSums<T, RectifierFunction<LeakyFactor>>(
                layout,
                pixels,
                gradient,
                result,
                statistics
            ),
            ActivationKind.SiLU => GradientSums<T, SiluFunction>(layout, pixels, gradient, result, statistics),
            _ => throw Unknown(call),
        };
        var (slope, level) = (new float[layout.Channels], new float[layout.Channels]);
        var (weight, bias) = (new float[layout.Channels], new float[layout.Channels]);
        for (var channel = 0; channel < layout.Channels; channel++)
        {
            double inverse = statistics.InverseDeviation[channel];
            bias[channel] = (float)sums.First[channel];
            weight[channel] = (float)(sums.Second[channel] * inverse);
            if (!call.Training)
                continue; // running statistics are constants: nothing more depends on the input
            slope[channel] = (float)(
                -statistics.Scale[channel] * inverse * inverse * sums.Second[channel] / layout.Rows
            );
            level[channel] = (float)(-statistics.Scale[channel] * sums.First[channel] / layout.Rows);
        }

        MapWalk.Run(
            layout,
            new InputGradientPass<T>(Start(pixels), Start(result), mean, scale, layout.Tile(slope), layout.Tile(level))
        );
        GC.KeepAlive(pixels);
        GC.KeepAlive(gradient);
        GC.KeepAlive(result);
        return (weight, bias);
    }

    private static ChannelSums GradientSums<T, TActivation>(
        MapLayout layout,
        Tensor pixels,
        Tensor gradient,
        Tensor result,
        NormStatistics statistics
    )
        where T : IMapElement
        where TActivation : IActivationFunction =>
        MapWalk.Run(
            layout,
            new GradientSumsPass<T, TActivation>(
                Start(pixels),
                Start(gradient),
                Start(result),
                layout.Tile(statistics.Scale),
                layout.Tile(statistics.Offset),
                layout.Tile(statistics.Mean)
            )
        );

    private static Span<float> Values(Tensor tensor) => MemoryMarshal.Cast<byte, float>(tensor.bytes);
}
