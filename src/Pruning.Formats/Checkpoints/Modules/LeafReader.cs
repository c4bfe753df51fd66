using Pruning.Checkpoints.Torch;
using Pruning.Graphs;
using Pruning.Graphs.Import;

namespace Pruning.Checkpoints.Modules;

/// <summary>Describes torch's own modules: convolution, batch norm, pooling, enlargement, activations.</summary>
internal sealed class LeafReader(string path, TensorReader tensors, GraphBuilder builder)
{
    private const int LargestConstant = 1024;

    public string Convolution(TorchModule module, string place, string input)
    {
        ForwardMethod.RequireOwn(path, module, place);
        if (module.Kind != "Conv2d")
            throw CheckpointErrors.UnsupportedModule(path, module.Type.FullName, place, "where a Conv2d belongs");
        if (module.Attribute("padding_mode") is string mode and not "zeros")
            throw CheckpointErrors.UnsupportedModule(
                path,
                module.Type.FullName,
                place,
                $"with {CheckpointErrors.Quote(mode)} padding"
            );
        var weight = Required(module, "weight", place);
        if (weight.Shape.Length != 4)
            throw CheckpointErrors.UnsupportedTensor(
                path,
                weight.Name,
                $"has {weight.Shape.Length} dimensions, where a convolution has 4"
            );
        builder.Add(weight);
        var bias = Find(module, "bias", place);
        if (bias is not null)
            builder.Add(bias);
        return builder.Add(
            new ConvolutionNode(
                place,
                input,
                new Extent(weight.Shape[2], weight.Shape[3]),
                ExtentOf(module, "stride", place, minimum: 1),
                ExtentOf(module, "padding", place, minimum: 0),
                ExtentOf(module, "dilation", place, minimum: 1),
                (int)Constant(module, module.Integer("groups"), "groups", place, minimum: 1),
                HasBias: bias is not null
            )
        );
    }

    public string Norm(TorchModule module, string place, string input)
    {
        ForwardMethod.RequireOwn(path, module, place);
        foreach (var name in ShapeInference.BatchNormParameters)
            builder.Add(Required(module, name, place));
        var epsilon = module.Number("eps") ?? throw Missing(module, "eps", place);
        var momentum = module.Number("momentum") ?? throw Missing(module, "momentum", place);
        if (epsilon is not (> 0 and < 1) || momentum is not (>= 0 and <= 1))
            throw CheckpointErrors.UnsupportedModule(
                path,
                module.Type.FullName,
                place,
                FormattableString.Invariant($"with eps {epsilon} and momentum {momentum}")
            );
        return builder.Add(new BatchNormNode(place, input, epsilon, momentum));
    }

    public string Upsample(TorchModule module, string place, string input)
    {
        var mode = module.Attribute("mode") as string ?? "";
        if (
            mode != "nearest"
            || module.Attribute("size") is not null
            || module.Integer("scale_factor") is not (>= 1 and <= 16 and var factor)
        )
            throw CheckpointErrors.UnsupportedModule(
                path,
                module.Type.FullName,
                place,
                $"that does not repeat pixels by a whole factor (mode '{CheckpointErrors.Quote(mode)}')"
            );
        return builder.Add(new UpsampleNode(place, input, (int)factor));
    }

    public string Pool(TorchModule module, string place, string input)
    {
        RequirePlainPool(module, place);
        return builder.Add(
            new MaxPoolNode(
                place,
                input,
                PoolConstant(module, "kernel_size", place, 1),
                PoolConstant(module, "stride", place, 1),
                PoolConstant(module, "padding", place, 0)
            )
        );
    }

    /// <summary>The window of a pool that keeps the map's size.</summary>
    public int SamePoolKernel(TorchModule module, string place)
    {
        RequirePlainPool(module, place);
        var kernel = PoolConstant(module, "kernel_size", place, 1);
        if (
            PoolConstant(module, "stride", place, 1) != 1
            || PoolConstant(module, "padding", place, 0) != kernel / 2
            || kernel % 2 == 0
        )
            throw CheckpointErrors.UnsupportedModule(path, module.Type.FullName, place, "that changes the map's size");
        return kernel;
    }

    /// <summary>The activation that a module is, or null where it is none that is known.</summary>
    public ActivationKind? Activation(TorchModule module, string place) =>
        module.Kind switch
        {
            "SiLU" => ActivationKind.SiLU,
            "ReLU" => ActivationKind.ReLU,
            "Hardswish" => ActivationKind.Hardswish,
            "LeakyReLU" when module.Number("negative_slope") is 0.1 => ActivationKind.LeakyReLU,
            "LeakyReLU" => throw CheckpointErrors.UnsupportedModule(
                path,
                module.Type.FullName,
                place,
                FormattableString.Invariant($"of slope {module.Number("negative_slope")}, not YOLOv5's 0.1")
            ),
            _ => null,
        };

    /// <summary>A tensor that is not a parameter of a layer.</summary>
    public Parameter Tensor(string name, TorchTensor tensor) => tensors.Read(name, tensor);

    private Parameter Required(TorchModule module, string name, string place) =>
        Find(module, name, place) ?? throw Missing(module, name, place);

    /// <summary>
    /// A parameter or buffer by its full name, null where there is none. A pruned one's product, kept beside the two,
    /// may be stale.
    /// </summary>
    private Parameter? Find(TorchModule module, string name, string place)
    {
        if (module.Tensor(name + PruningMask.Original) is not { } original)
            return module.Tensor(name) is { } tensor ? tensors.Read($"{place}.{name}", tensor) : null;
        var mask = module.Tensor(name + PruningMask.Mask) ?? throw Missing(module, name + PruningMask.Mask, place);
        return PruningMask.Apply(
            path,
            tensors.Read($"{place}.{name}", original),
            tensors.Read($"{place}.{name}{PruningMask.Mask}", mask)
        );
    }

    private Diagnostics.PruneException Missing(TorchModule module, string name, string place) =>
        CheckpointErrors.UnsupportedModule(path, module.Type.FullName, place, $"without '{name}'");

    private void RequirePlainPool(TorchModule module, string place)
    {
        if (
            module.Kind != "MaxPool2d"
            || module.Flag("ceil_mode")
            || module.Integers("dilation") is { } dilation && dilation.Any(value => value != 1)
        )
            throw CheckpointErrors.UnsupportedModule(path, module.Type.FullName, place, "that is not a plain maximum");
    }

    private int PoolConstant(TorchModule module, string name, string place, int minimum)
    {
        var extent = ExtentOf(module, name, place, minimum);
        if (extent.Height != extent.Width)
            throw CheckpointErrors.UnsupportedModule(path, module.Type.FullName, place, $"whose {name} is not square");
        return extent.Height;
    }

    private Extent ExtentOf(TorchModule module, string name, string place, int minimum) =>
        module.Integers(name) switch
        {
            [var both] => Extent.Square((int)Constant(module, both, name, place, minimum)),
            [var height, var width] => new Extent(
                (int)Constant(module, height, name, place, minimum),
                (int)Constant(module, width, name, place, minimum)
            ),
            _ => throw CheckpointErrors.UnsupportedModule(
                path,
                module.Type.FullName,
                place,
                module.Attribute(name) is string text
                    ? $"with {name} '{CheckpointErrors.Quote(text)}'"
                    : $"without '{name}'"
            ),
        };

    private long Constant(TorchModule module, long? value, string name, string place, int minimum) =>
        value is { } number && number >= minimum && number <= (name == "groups" ? 1 << 20 : LargestConstant)
            ? number
            : throw CheckpointErrors.UnsupportedModule(path, module.Type.FullName, place, $"with {name} {value}");
}
