using System.Collections.Immutable;
using Pruning.Checkpoints.Torch;
using Pruning.Graphs;
using Pruning.Graphs.Import;

namespace Pruning.Checkpoints.Modules;

/// <summary>
/// Walks a pickled YOLOv5 module tree and describes it as a graph. What a module does is taken from its own attributes
/// (kernel, stride, shortcut, inputs), so older, custom, folded and already pruned models come out as they are;
/// anything else is refused by name and place.
/// </summary>
internal sealed class ModuleGraphReader
{
    private readonly GraphBuilder _builder = new();
    private readonly string _path;
    private readonly LeafReader _leaves;
    private readonly BlockReader _blocks;

    private ModuleGraphReader(string path, TensorReader tensors)
    {
        _path = path;
        _leaves = new LeafReader(path, tensors, _builder);
        _blocks = new BlockReader(path, _builder, _leaves);
    }

    /// <param name="layers">The Sequential of numbered layers, whose last is the Detect head.</param>
    /// <param name="channels">Of the image.</param>
    public static (Graph Graph, ParameterSet Parameters) Read(
        string path,
        TorchModule layers,
        int channels,
        TensorReader tensors
    )
    {
        var reader = new ModuleGraphReader(path, tensors);
        var output = reader.Walk(layers, channels);
        return (reader._builder.Build(output), new ParameterSet(reader._builder.Parameters));
    }

    private string Walk(TorchModule layers, int channels)
    {
        var image = _builder.Add(new InputNode("images", channels));
        var outputs = new List<string>();
        foreach (var (name, module) in layers.Children)
        {
            var place = $"model.{outputs.Count}";
            if (name != outputs.Count.ToString(System.Globalization.CultureInfo.InvariantCulture))
                throw CheckpointErrors.UnsupportedModule(
                    _path,
                    module.Type.FullName,
                    $"model.{name}",
                    $"where layer {outputs.Count} belongs"
                );
            outputs.Add(Layer(module, place, Inputs(module, place, image, outputs)));
        }

        if (outputs.Count == 0 || layers.Children.Last().Module.Kind != "Detect")
            throw CheckpointErrors.NotYolo(_path, "its last layer is not a Detect head");
        return outputs[^1];
    }

    private ImmutableArray<string> Inputs(TorchModule module, string place, string image, List<string> outputs)
    {
        var from = module.Integers("f")
            ?? throw CheckpointErrors.NotYolo(_path, $"'{place}' does not say which layers it reads (its attribute f)");
        return [.. from.Select(index => Input(index, place, image, outputs))];
    }

    /// <summary>Negative numbers count back from the layer itself; -1 of the first layer is the image.</summary>
    private string Input(long index, string place, string image, List<string> outputs)
    {
        var absolute = index < 0 ? outputs.Count + index : index;
        if (absolute == -1 && outputs.Count == 0)
            return image;
        if (absolute < 0 || absolute >= outputs.Count)
            throw CheckpointErrors.NotYolo(_path, $"'{place}' reads layer {index}, which does not come before it");
        return outputs[(int)absolute];
    }

    private string Layer(TorchModule module, string place, ImmutableArray<string> inputs)
    {
        ForwardMethod.RequireOwn(_path, module, place);
        switch (module.Kind)
        {
            case "Concat":
                if (module.Integer("d") is not 1)
                    throw CheckpointErrors.UnsupportedModule(
                        _path,
                        module.Type.FullName,
                        place,
                        "that does not join channels"
                    );
                return _builder.Add(new ConcatNode(place, inputs));
            case "Detect":
                return DetectReader.Read(_path, module, place, inputs, _builder, _leaves);
            default:
                if (inputs.Length != 1)
                    throw CheckpointErrors.UnsupportedModule(
                        _path,
                        module.Type.FullName,
                        place,
                        $"with {inputs.Length} inputs"
                    );
                return _blocks.Read(module, place, inputs[0]);
        }
    }
}
