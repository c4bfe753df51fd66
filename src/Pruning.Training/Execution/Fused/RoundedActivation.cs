using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Pruning.Graphs;
using Pruning.Onnx.Quantization;
using TorchSharp;
using static Pruning.Execution.Fused.MapMemory;
using static TorchSharp.torch;

namespace Pruning.Execution.Fused;

/// <summary>
/// An activation and the roundings to bytes before and behind it in one differentiable operation, for maps in
/// channels-last memory on the CPU. It keeps its input and nothing else, and reads and writes each map once a pass.
/// </summary>
internal sealed unsafe class RoundedActivation : autograd.SingleTensorFunction<RoundedActivation>
{
    private const string CallKey = "call";
    private const string ThreadKey = "thread";

    public override string Name => nameof(RoundedActivation);

    /// <param name="input"><c>[B, C, H, W]</c>, single or bfloat16.</param>
    /// <param name="before"><c>[1]</c>: the scale of the rounding before the activation; any where there is none.</param>
    /// <param name="after"><c>[1]</c>: of the one behind it.</param>
    /// <returns>The same shape and type, channels last.</returns>
    public static Tensor Run(Tensor input, Tensor before, Tensor after, RoundedCall call) =>
        apply(input, before, after, call);

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (input, before, after, call) = ((Tensor)vars[0], (Tensor)vars[1], (Tensor)vars[2], (RoundedCall)vars[3]);
        var pixels = input.permute(0, 2, 3, 1).contiguous(); // [B, H, W, C]
        var result = empty(pixels.shape, pixels.dtype);
        var walk = new Walk(pixels, result, null, RangeOf(before, call.ZeroBefore), RangeOf(after, call.ZeroAfter));
        walk.Run(call);
        ctx.save_for_backward([pixels, before, after]);
        ctx.save_data(CallKey, call);
        ctx.save_data(ThreadKey, Environment.CurrentManagedThreadId);
        return result.permute(0, 3, 1, 2);
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output) =>
        BackwardPass.Guard(
            (int)ctx.get_data(ThreadKey),
            grad_output,
            () => Gradients(ctx, grad_output),
            () => [zeros_like(ctx.get_saved_variables()[0]).permute(0, 3, 1, 2), zeros(1), zeros(1), null!]
        );

    private static List<Tensor> Gradients(autograd.AutogradContext ctx, Tensor output)
    {
        var saved = ctx.get_saved_variables();
        var (pixels, call) = (saved[0], (RoundedCall)ctx.get_data(CallKey));
        var gradient = output.permute(0, 2, 3, 1).contiguous().to(pixels.dtype);
        var result = empty(pixels.shape, pixels.dtype);
        var walk = new Walk(
            pixels,
            result,
            gradient,
            RangeOf(saved[1], call.ZeroBefore),
            RangeOf(saved[2], call.ZeroAfter)
        );
        var sums = walk.Run(call);
        return
        [
            result.permute(0, 3, 1, 2),
            HostTensor.From([(float)sums.First.Sum()], [1], CPU),
            HostTensor.From([(float)sums.Second.Sum()], [1], CPU),
            null!,
        ];
    }

    private static ByteRange RangeOf(Tensor scale, byte? zero) =>
        zero is { } point
            ? new ByteRange(
                Math.Max(MemoryMarshal.Cast<byte, float>(scale.bytes)[0], AffineRange.LeastScale),
                -point,
                byte.MaxValue - point
            )
            : ByteRange.None;

    // Forward without a gradient, backward with one.
    private sealed class Walk(Tensor pixels, Tensor result, Tensor? gradient, ByteRange before, ByteRange after)
    {
        public ChannelSums Run(RoundedCall call) =>
            pixels.dtype == ScalarType.BFloat16 ? Run<BrainElement>(call) : Run<SingleElement>(call);

        private ChannelSums Run<T>(RoundedCall call)
            where T : IMapElement =>
            call.Activation switch
            {
                null => Run<T, IdentityFunction>(),
                ActivationKind.ReLU => Run<T, RectifierFunction<NoFactor>>(),
                ActivationKind.LeakyReLU => Run<T, RectifierFunction<LeakyFactor>>(),
                ActivationKind.SiLU when call.RoundsGate => Run<T, RoundedSiluFunction>(),
                ActivationKind.SiLU => Run<T, SiluFunction>(),
                _ => throw new ArgumentOutOfRangeException(
                    nameof(call),
                    call.Activation,
                    "There is no such activation here."
                ),
            };

        private ChannelSums Run<T, TActivation>()
            where T : IMapElement
            where TActivation : IActivationFunction
        {
            var layout = LayoutOf(pixels);
            var sums = gradient is null
                ? MapWalk.Run(
                    layout,
                    new RoundedActivationPass<T, TActivation>(Start(pixels), Start(result), before, after)
                )
                : MapWalk.Run(
                    layout,
                    new RoundedGradientPass<T, TActivation>(
                        Start(pixels),
                        Start(gradient),
                        Start(result),
                        before,
                        after
                    )
                );
            GC.KeepAlive(pixels);
            GC.KeepAlive(gradient);
            GC.KeepAlive(result);
            return sums;
        }
    }
}
