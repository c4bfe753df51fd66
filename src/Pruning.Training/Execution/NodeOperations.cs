using Pruning.Execution.Fused;
using Pruning.Graphs;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Pruning.Execution;

/// <summary>The operations of nodes that parameters and options have a say in.</summary>
internal class NodeOperations(TorchParameters parameters, ExecutionOptions options)
{
    private readonly bool _channelsLast = options.UsesChannelsLast;
    private readonly bool _onAccelerator = options.Device.IsAccelerator;
    private readonly ScalarType _mapType =
        options.Precision == Precision.Bf16 ? ScalarType.BFloat16 : ScalarType.Float32;

    /// <summary>The image in the layout and type of the maps.</summary>
    public Tensor Enter(Tensor images)
    {
        var typed = ToMapType(images);
        // There is no memory format argument: the strides of this permutation are what "channels last" means.
        return _channelsLast ? typed.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2) : typed.alias();
    }

    /// <summary>What a step makes of the maps before it: a map, or the head's levels.</summary>
    public virtual Tensor[] Run(ExecutionStep step, NetworkPass pass) =>
        step.Norm is { } norm
            ? [NormaliseAndActivate(norm, (ActivationNode)step.Node, pass)]
            : step.Node.Accept(new NodeRun(this, pass));

    /// <summary>What more is added to of a sum of several maps.</summary>
    /// <param name="index">Of the last map that has been added.</param>
    public virtual Tensor GoOn(AddNode node, int index, Tensor sum) => sum;

    /// <summary>In the type that maps are computed in.</summary>
    public Tensor ToMapType(Tensor map) => map.to(_mapType);

    public virtual Tensor Convolve(ConvolutionNode node, Tensor input) =>
        Convolve(node, input, parameters[$"{node.Name}.weight"], node.HasBias ? parameters[$"{node.Name}.bias"] : null);

    /// <param name="weight"><c>[O, C / groups, h, w]</c>, single.</param>
    /// <param name="bias"><c>[O]</c>, single, or null.</param>
    protected Tensor Convolve(ConvolutionNode node, Tensor input, Tensor weight, Tensor? bias) =>
        options.UsesKernels
            ? ProcessorConvolution.Run(node, ToMapType(input), weight, bias)
            : ProcessorConvolution.Convolve(
                node,
                ToMapType(input),
                ToMapType(weight),
                bias is null ? null : ToMapType(bias)
            );

    // Statistics of thousands of bfloat16 values would lose their mean: normalisation is single precision throughout.
    // An accelerator's kernel sums bfloat16 maps in single precision by itself, and memory traffic is what it waits
    // for.
    public virtual Tensor Normalise(BatchNormNode node, Tensor input, bool training, double momentum) =>
        functional.batch_norm(
            _onAccelerator ? input : input.to(ScalarType.Float32),
            parameters[$"{node.Name}.running_mean"],
            parameters[$"{node.Name}.running_var"],
            parameters[$"{node.Name}.weight"],
            parameters[$"{node.Name}.bias"],
            training,
            momentum,
            node.Epsilon
        );

    private Tensor NormaliseAndActivate(BatchNormNode node, ActivationNode activation, NetworkPass pass) =>
        NormActivation.Run(
            pass.Maps[node.Input],
            parameters[$"{node.Name}.weight"],
            parameters[$"{node.Name}.bias"],
            new NormCall(
                parameters[$"{node.Name}.running_mean"],
                parameters[$"{node.Name}.running_var"],
                pass.Training,
                pass.MomentumOf(node),
                node.Epsilon
            )
            {
                Activation = activation.Kind,
            }
        );

    public virtual Tensor Activate(ActivationNode node, Tensor input) =>
        ToMapType(
            node.Kind switch
            {
                ActivationKind.SiLU => functional.silu(input),
                ActivationKind.ReLU => functional.relu(input),
                ActivationKind.LeakyReLU => input.LeakyRelu(ActivationNode.LeakySlope),
                ActivationKind.Hardswish => functional.hardswish(input),
                _ => throw new InvalidOperationException($"The executor does not know {node.Kind}."),
            }
        );
}
