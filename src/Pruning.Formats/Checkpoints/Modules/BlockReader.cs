using Pruning.Graphs;
using Pruning.Graphs.Import;
using Pruning.Yolo;

namespace Pruning.Checkpoints.Modules;

/// <summary>
/// Describes YOLOv5's blocks of one input from their pickled modules. Pruning scripts write blocks of their own,
/// <c>C3Pruned</c> and the like, that take channel counts one by one and compute the same from the same parts.
/// </summary>
internal sealed class BlockReader(string path, GraphBuilder builder, LeafReader leaves)
{
    private const int DeepestNesting = 32;

    private int _depth;

    /// <summary>Adds the nodes and parameters of a module; returns its output node.</summary>
    public string Read(TorchModule module, string place, string input)
    {
        if (++_depth > DeepestNesting)
            throw CheckpointErrors.UnsupportedModule(
                path,
                module.Type.FullName,
                place,
                $"nested more than {DeepestNesting} deep"
            );
        ForwardMethod.RequireOwn(path, module, place);
        var output = module.Kind switch
        {
            "Conv" or "DWConv" => Conv(module, place, input),
            "Conv2d" => leaves.Convolution(module, place, input),
            "BatchNorm2d" => leaves.Norm(module, place, input),
            "Bottleneck" or "BottleneckPruned" or "CrossConv" => YoloBlocks.Bottleneck(
                builder,
                place,
                input,
                module.Flag("add"),
                PartsOf(module)
            ),
            "C3" or "C3Pruned" or "C3x" or "C3SPP" or "C3Ghost" => YoloBlocks.C3(
                builder,
                place,
                input,
                PartsOf(module),
                PartsOf(module)
            ),
            "GhostConv" => Ghost(module, place, input),
            "GhostBottleneck" => GhostBottleneck(module, place, input),
            "BottleneckCSP" => BottleneckCsp(module, place, input),
            "SPPF" or "SPPFPruned" => YoloBlocks.Sppf(builder, place, input, PoolOf(module, place), PartsOf(module)),
            "SPP" or "SPPPruned" => Spp(module, place, input),
            "Focus" => YoloFocus(module, place, input),
            "Sequential" => Sequence(module, place, input),
            "Upsample" => leaves.Upsample(module, place, input),
            "MaxPool2d" => leaves.Pool(module, place, input),
            "Identity" => input,
            _ => leaves.Activation(module, place) is { } kind
                ? builder.Add(new ActivationNode(place, input, kind))
                : throw CheckpointErrors.UnsupportedModule(path, module.Type.FullName, place),
        };
        _depth--;
        return output;
    }

    /// <summary>Reads the child that a path's last part names.</summary>
    private Part PartsOf(TorchModule module) => (place, input) => Read(ChildAt(module, place), place, input);

    private TorchModule ChildAt(TorchModule module, string place)
    {
        var name = place[(place.LastIndexOf('.') + 1)..];
        return module.Child(name)
            ?? throw CheckpointErrors.UnsupportedModule(
                path,
                module.Type.FullName,
                place,
                $"without its part '{name}'"
            );
    }

    /// <summary>Convolution, batch norm unless it has been folded, activation unless it is none.</summary>
    private string Conv(TorchModule module, string place, string input)
    {
        var at = leaves.Convolution(ChildAt(module, $"{place}.conv"), $"{place}.conv", input);
        if (module.Child("bn") is { } norm)
            at = leaves.Norm(norm, $"{place}.bn", at);
        if (module.Child("act") is { Kind: not "Identity" } activation)
            at = Read(activation, $"{place}.act", at);
        return at;
    }

    private string Sequence(TorchModule module, string place, string input)
    {
        foreach (var (name, child) in module.Children)
            input = Read(child, $"{place}.{name}", input);
        return input;
    }

    /// <summary>
    /// The older C3: batch norm and activation after the concatenation, two of its convolutions bare.
    /// </summary>
    private string BottleneckCsp(TorchModule module, string place, string input)
    {
        var part = PartsOf(module);
        var main = part($"{place}.cv3", part($"{place}.m", part($"{place}.cv1", input)));
        var joined = YoloBlocks.Concat(builder, $"{place}.concat", main, part($"{place}.cv2", input));
        return part($"{place}.cv4", part($"{place}.act", part($"{place}.bn", joined)));
    }

    /// <summary>Half of the channels by a convolution, the other half by a depthwise one of those.</summary>
    private string Ghost(TorchModule module, string place, string input)
    {
        var part = PartsOf(module);
        var main = part($"{place}.cv1", input);
        return YoloBlocks.Concat(builder, $"{place}.concat", main, part($"{place}.cv2", main));
    }

    private string GhostBottleneck(TorchModule module, string place, string input)
    {
        var part = PartsOf(module);
        var branch = part($"{place}.conv", input);
        return YoloBlocks.Add(builder, place, branch, part($"{place}.shortcut", input));
    }

    private string Spp(TorchModule module, string place, string input)
    {
        var part = PartsOf(module);
        var pools = ChildAt(module, $"{place}.m")
            .Children.Select(child => leaves.SamePoolKernel(child.Module, $"{place}.m.{child.Name}"))
            .ToList();
        return YoloBlocks.Spp(builder, place, input, pools, part);
    }

    private string YoloFocus(TorchModule module, string place, string input) =>
        PartsOf(module)($"{place}.conv", YoloBlocks.PixelFold(builder, place, input));

    private int PoolOf(TorchModule module, string place) =>
        leaves.SamePoolKernel(ChildAt(module, $"{place}.m"), $"{place}.m");
}
