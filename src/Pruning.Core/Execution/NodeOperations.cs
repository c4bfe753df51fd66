using Pruning.Execution.Fused;
using Pruning.Graphs;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Pruning.Execution;

/// <summary>What each kind of node does to tensors.</summary>
internal sealed class NodeOperations(TorchParameters parameters, ExecutionOptions options)
{
    private const double LeakySlope = 0.1;

    private readonly bool _channelsLast = options.UsesChannelsLast;
    private readonly bool _onAccelerator = options.Device.IsAccelerator;
    private readonly ScalarType _mapType = options.Precision == Precision.Bf16 ? ScalarType.BFloat16 : ScalarType.Float32;

    /// <summary>The image in the layout and type of the maps.</summary>
    public Tensor Enter(Tensor images)
    {
        var typed = images.to(_mapType);
        // There is no memory format argument: the strides of this permutation are what "channels last" means.
        return _channelsLast ? typed.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2) : typed.alias();
    }

    public Tensor Run(ExecutionStep step, Dictionary<string, Tensor> values, bool training, double? normMomentum) =>
        step.Norm is { } norm
            ? NormaliseAndActivate(norm, values[norm.Input], training, normMomentum ?? norm.Momentum)
            : Run(step.Node, values, training, normMomentum);

    private Tensor Run(Node node, Dictionary<string, Tensor> values, bool training, double? normMomentum) => node switch
    {
        ConvolutionNode convolution => Convolve(convolution, values[convolution.Input]),
        BatchNormNode norm => Normalise(norm, values[norm.Input], training, normMomentum ?? norm.Momentum),
        ActivationNode activation => Activate(activation, values[activation.Input]).to(_mapType),
        AddNode add => Sum(add, values),
        ConcatNode concat => cat([.. concat.Inputs.Select(input => values[input].to(_mapType))], 1),
        MaxPoolNode pool => functional.max_pool2d(values[pool.Input], [pool.Kernel, pool.Kernel], [pool.Stride, pool.Stride], [pool.Padding, pool.Padding]),
        UpsampleNode up => functional.interpolate(values[up.Input], scale_factor: [up.Factor, up.Factor], mode: InterpolationMode.Nearest),
        SliceNode slice => values[slice.Input].slice(2, slice.RowOffset, long.MaxValue, slice.Step).slice(3, slice.ColumnOffset, long.MaxValue, slice.Step),
        _ => throw new InvalidOperationException($"The executor does not know {node.GetType().Name}."),
    };

    /// <summary>The head's inputs <c>[B, A * (5 + C), H, W]</c> as <c>[B, A, H, W, 5 + C]</c>, single precision.</summary>
    public static Tensor[] Levels(DetectNode detect, Dictionary<string, Tensor> values) =>
        [.. detect.Inputs.Select(input => ToLevel(detect, values[input]))];

    private static Tensor ToLevel(DetectNode detect, Tensor map)
    {
        var shape = map.shape;
        return map.to(ScalarType.Float32)
            .view(shape[0], detect.AnchorsPerLevel, detect.Columns, shape[2], shape[3]) // [B, A, 5+C, H, W]
            .permute(0, 1, 3, 4, 2) // [B, A, H, W, 5+C]
            .contiguous();
    }

    private Tensor Convolve(ConvolutionNode node, Tensor input)
    {
        var weight = parameters[$"{node.Name}.weight"].to(_mapType);
        var bias = node.HasBias ? parameters[$"{node.Name}.bias"].to(_mapType) : null;
        return functional.conv2d(
            input.to(_mapType), weight, bias, Pair(node.Stride), Pair(node.Padding), Pair(node.Dilation), node.Groups);
    }

    // Statistics of thousands of bfloat16 values would lose their mean: normalisation is single precision throughout. An accelerator's kernel
    // sums bfloat16 maps in single precision by itself, and memory traffic is what it waits for.
    private Tensor Normalise(BatchNormNode node, Tensor input, bool training, double momentum) => functional.batch_norm(
        _onAccelerator ? input : input.to(ScalarType.Float32),
        parameters[$"{node.Name}.running_mean"],
        parameters[$"{node.Name}.running_var"],
        parameters[$"{node.Name}.weight"],
        parameters[$"{node.Name}.bias"],
        training,
        momentum,
        node.Epsilon);

    private Tensor NormaliseAndActivate(BatchNormNode node, Tensor input, bool training, double momentum) => NormSilu.Run(
        input,
        parameters[$"{node.Name}.weight"],
        parameters[$"{node.Name}.bias"],
        new NormCall(parameters[$"{node.Name}.running_mean"], parameters[$"{node.Name}.running_var"], training, momentum, node.Epsilon));

    private static Tensor Activate(ActivationNode node, Tensor input) => node.Kind switch
    {
        ActivationKind.SiLU => functional.silu(input),
        ActivationKind.ReLU => functional.relu(input),
        ActivationKind.LeakyReLU => functional.leaky_relu(input, LeakySlope),
        ActivationKind.Hardswish => functional.hardswish(input),
        _ => throw new InvalidOperationException($"The executor does not know {node.Kind}."),
    };

    private static Tensor Sum(AddNode node, Dictionary<string, Tensor> values)
    {
        var sum = values[node.Inputs[0]];
        for (var index = 1; index < node.Inputs.Length; index++)
            sum = sum.add(values[node.Inputs[index]]);
        return node.Inputs.Length > 1 ? sum : sum.alias();
    }

    private static long[] Pair(Extent extent) => [extent.Height, extent.Width];
}
