using Pruning.Graphs;
using Pruning.Onnx.Schema;
using static Pruning.Onnx.OnnxGraphBuilder;

namespace Pruning.Onnx;

/// <summary>
/// Files whose sizes stay open, as exporters write them with dynamic axes: what depends on a size is computed while
/// they run.
/// </summary>
internal static class OpenSizes
{
    /// <summary>Opens batch, height and width of a file whose one level ends at <c>model.4.m.0</c>.</summary>
    public static void Open(ModelProto model, DetectNode detect)
    {
        var map = model
            .Graph.Node.ToList()
            .FindIndex(node => node.OpType == "Conv" && node.Input[1] == "model.4.m.0.weight");
        while (model.Graph.Node.Count > map + 1)
            model.Graph.Node.RemoveAt(map + 1);
        AppendHead(new OnnxGraphBuilder(model.Graph), model.Graph.Node[map].Output[0], detect);
        var sizes = model.Graph.Input[0].Type.TensorType.Shape.Dim;
        (sizes[0].DimParam, sizes[2].DimParam, sizes[3].DimParam) = ("batch", "height", "width");
        model.Graph.Output[0].Type.TensorType.Shape.Dim[1].DimParam = "candidates";
    }

    /// <summary>Enlarges to a height and width that are computed from the map's own, times a factor.</summary>
    public static void ComputeEnlargement(ModelProto model, float factor = 2)
    {
        var resize = model.Graph.Node.Single(node => node.OpType == "Resize");
        var (place, before) = (model.Graph.Node.IndexOf(resize), model.Graph.Node.Count);
        var builder = new OnnxGraphBuilder(model.Graph);
        builder.Operator("Shape", "up.shape", [resize.Input[0]]);
        var kept = builder.Operator(
            "Slice",
            "up.kept",
            ["up.shape", builder.Constant("up.zero", 0L), builder.Constant("up.two", 2L), "up.zero"]
        );
        var sizes = builder.Operator(
            "Concat",
            "up.sizes",
            [kept, Side("up.height", 2), Side("up.width", 3)],
            [Attribute("axis", 0L)]
        );
        MoveTail(model.Graph, before, place);
        resize.Input[2] = "";
        resize.Input.Add(sizes);

        string Side(string name, long axis)
        {
            var side = builder.Operator(
                "Gather",
                $"{name}.side",
                ["up.shape", builder.Constant($"{name}.axis", axis)],
                [Attribute("axis", 0L)]
            );
            var real = builder.Operator(
                "Cast",
                $"{name}.real",
                [side],
                [Attribute("to", (long)TensorProto.Types.DataType.Float)]
            );
            var large = builder.Operator(
                "Floor",
                $"{name}.floor",
                [builder.Operator("Mul", $"{name}.large", [real, builder.Constant("up.factor", [factor])])]
            );
            return builder.Operator("Cast", name, [large], [Attribute("to", (long)TensorProto.Types.DataType.Int64)]);
        }
    }

    /// <summary>
    /// The network in 16-bit floats, and what computes sizes and boxes in 32-bit ones, as converters leave a file with
    /// dynamic axes: some operators there know no 16-bit floats.
    /// </summary>
    public static ModelProto HalveNetwork(ModelProto model)
    {
        var graph = model.Graph;
        var head = graph.Node.ToList().FindIndex(node => node.Name == "shape");
        var map = graph.Node[head].Input[0];
        var taken = graph
            .Node.Take(head)
            .Where(node => !node.Name.StartsWith("up.", StringComparison.Ordinal))
            .SelectMany(node => node.Input)
            .ToHashSet();
        var network = new ModelProto { Graph = new GraphProto() };
        network.Graph.Initializer.AddRange(graph.Initializer.Where(tensor => taken.Contains(tensor.Name)));
        network.Graph.Input.AddRange(graph.Input);
        network.Graph.Output.AddRange(graph.Output.Select(output => output.Clone()));
        ChangedOnnx.Halved(network);
        foreach (var node in graph.Node.Skip(head))
        {
            for (var i = 0; i < node.Input.Count; i++)
                node.Input[i] = node.Input[i] == map ? "map.float" : node.Input[i];
        }

        graph.Node.Insert(
            head,
            new NodeProto
            {
                OpType = "Cast",
                Name = "map.float",
                Input = { map },
                Output = { "map.float" },
                Attribute = { Attribute("to", (long)TensorProto.Types.DataType.Float) },
            }
        );
        return model;
    }

    /// <summary>Operators that were appended go where they belong in the order.</summary>
    public static void MoveTail(GraphProto graph, int from, int to)
    {
        var tail = graph.Node.Skip(from).ToList();
        while (graph.Node.Count > from)
            graph.Node.RemoveAt(from);
        foreach (var (node, i) in tail.Select((node, i) => (node, i)))
            graph.Node.Insert(to + i, node);
    }

    /// <summary>YOLOv5's decoding with every size taken from the map itself.</summary>
    private static void AppendHead(OnnxGraphBuilder builder, string map, DetectNode detect)
    {
        var columns = 5 + detect.ClassCount;
        var anchors = detect.AnchorsPerLevel;
        string Size(string name, long axis) =>
            builder.Operator("Gather", name, ["shape", builder.Constant($"{name}.axis", axis)]);
        string Shape(string name, params string[] parts) =>
            builder.Operator("Concat", name, parts, [Attribute("axis", 0L)]);
        string Steps(string name, string count, params long[] shape)
        {
            var limit = builder.Operator(
                "Squeeze",
                $"{name}.limit",
                [builder.Operator("Cast", $"{name}.float", [count], [Attribute("to", 1L)])]
            );
            var range = builder.Operator(
                "Range",
                $"{name}.range",
                [builder.Constant("zero", [0f]), limit, builder.Constant("one", [1f])]
            );
            var standing = builder.Operator(
                "Reshape",
                $"{name}.standing",
                [range, builder.Constant($"{name}.shape", shape)]
            );
            return builder.Operator("Expand", name, [standing, "grid.shape"]);
        }

        builder.Operator("Shape", "shape", [map]);
        var (batch, height, width) = (Size("batch", 0), Size("height", 2), Size("width", 3));
        var single = builder.Constant("single", 1);
        Shape("grid.shape", single, single, height, width, single);
        var apart = builder.Operator(
            "Reshape",
            "apart",
            [
                map,
                Shape(
                    "apart.shape",
                    batch,
                    builder.Constant("anchors.count", anchors),
                    builder.Constant("columns", columns),
                    height,
                    width
                ),
            ]
        );
        var rows = builder.Operator(
            "Sigmoid",
            "rows",
            [builder.Operator("Transpose", "standing", [apart], [Attribute("perm", 0, 1, 3, 4, 2)])]
        );
        builder.Operator(
            "Split",
            "split",
            [rows, builder.Constant("parts", 2, 2, columns - 4)],
            ["xy", "wh", "scores"],
            [Attribute("axis", 4L)]
        );
        var grid = builder.Operator(
            "Concat",
            "grid",
            [Steps("grid.x", width, 1, 1, 1, -1, 1), Steps("grid.y", height, 1, 1, -1, 1, 1)],
            [Attribute("axis", 4L)]
        );
        var offset = builder.Operator("Sub", "offset", [grid, builder.Constant("half", [0.5f])]);
        var centres = builder.Operator(
            "Mul",
            "centres",
            [
                builder.Operator(
                    "Add",
                    "cells",
                    [builder.Operator("Mul", "doubled", ["xy", builder.Constant("two", [2f])]), offset]
                ),
                builder.Constant("stride", [8f]),
            ]
        );
        float[] pixels = [.. detect.Anchors[0].SelectMany(anchor => new[] { anchor.Width, anchor.Height })];
        var sizes = builder.Operator(
            "Mul",
            "sizes",
            [
                builder.Operator("Pow", "squared", [builder.Operator("Mul", "twice", ["wh", "two"]), "two"]),
                builder.Constant("anchors", pixels, 1, anchors, 1, 1, 2),
            ]
        );
        var joined = builder.Operator("Concat", "joined", [centres, sizes, "scores"], [Attribute("axis", 4L)]);
        builder.Operator(
            "Reshape",
            "flat",
            [joined, Shape("flat.shape", batch, builder.Constant("rest", -1L), "columns")],
            output: "output0"
        );
    }
}
