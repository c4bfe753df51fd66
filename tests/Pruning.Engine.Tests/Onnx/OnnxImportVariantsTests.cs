using Google.Protobuf;
using Pruning.Diagnostics;
using Pruning.Graphs;
using Pruning.Onnx.Import;
using Pruning.Onnx.Schema;
using Pruning.Testing;
using static Pruning.Onnx.OnnxGraphBuilder;

namespace Pruning.Onnx;

/// <summary>The same network in other words: as older and newer exporters, and simplifiers, write it.</summary>
public class OnnxImportVariantsTests
{
    private static readonly Network Small = SmallNetworks.Detector(ActivationKind.Hardswish);

    [Fact]
    public void Open_sizes_with_grids_made_while_it_runs()
    {
        var network = TinyDetector.Create();
        var model = Exported(network);
        OpenSizes.Open(model, network.Graph.Detect!);

        var detect = Import(model).Graph.Detect!;
        Assert.Equal([8], detect.Strides.ToArray());
        Assert.Equal(network.Graph.Detect!.Anchors[0].ToArray(), detect.Anchors[0].ToArray());
    }

    [Fact]
    public void A_batch_that_the_file_fixes()
    {
        var model = Exported(Small);
        model.Graph.Input[0].Type.TensorType.Shape.Dim[0].DimValue = 3;
        Assert.Equal(3, Import(model).Graph.Detect!.ClassCount);
    }

    [Fact]
    public void Enlargement_to_a_size_instead_of_by_a_factor()
    {
        var model = Exported(Small);
        var resize = model.Graph.Node.Single(node => node.OpType == "Resize");
        resize.Input[2] = "";
        resize.Input.Add(new OnnxGraphBuilder(model.Graph).Constant("sizes", 1, 18, 16, 16));
        Assert.Equal(2, Import(model).Graph.Nodes.OfType<UpsampleNode>().Single().Factor);
    }

    [Fact]
    public void Slices_of_one_axis_after_the_other()
    {
        var model = Exported(Small);
        var builder = new OnnxGraphBuilder(model.Graph);
        foreach (
            var (slice, i) in model
                .Graph.Node.Where(node => node.OpType == "Slice")
                .ToList()
                .Select((slice, i) => (slice, i))
        )
        {
            var starts = model.Graph.Initializer.Single(tensor => tensor.Name == slice.Input[1]).RawData.Span;
            var (row, column) = (BitConverter.ToInt64(starts), BitConverter.ToInt64(starts[8..]));
            model.Graph.Node.Remove(slice);
            builder.Operator(
                "Slice",
                $"rows{i}",
                [
                    "images",
                    builder.Constant($"row{i}", row),
                    builder.Constant("far", int.MaxValue),
                    builder.Constant("two", 2),
                    builder.Constant("step", 2),
                ]
            );
            builder.Operator(
                "Slice",
                $"columns{i}",
                [$"rows{i}", builder.Constant($"column{i}", column), "far", builder.Constant("three", 3), "step"],
                output: slice.Output[0]
            );
        }

        // The slices come first in a file.
        var slices = model.Graph.Node.Where(node => node.OpType == "Slice").ToList();
        foreach (var (slice, i) in slices.Select((slice, i) => (slice, i)))
        {
            model.Graph.Node.Remove(slice);
            model.Graph.Node.Insert(i, slice);
        }

        Assert.Equal(
            [(0, 0), (1, 0), (0, 1), (1, 1)],
            Import(model).Graph.Nodes.OfType<SliceNode>().Select(node => (node.RowOffset, node.ColumnOffset))
        );
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Hardswish_with_its_clamp_spelt_out(bool sixthFirst)
    {
        var model = Exported(Small);
        var builder = new OnnxGraphBuilder(model.Graph);
        foreach (var node in model.Graph.Node.Where(node => node.OpType == "HardSwish").ToList())
        {
            var (x, name) = (node.Input[0], node.Output[0]);
            var place = model.Graph.Node.IndexOf(node);
            model.Graph.Node.RemoveAt(place);
            var before = model.Graph.Node.Count;
            var shifted = builder.Operator("Add", $"{name}.shifted", [x, builder.Constant("hs.three", [3f])]);
            var clamped = builder.Operator(
                "Clip",
                $"{name}.clamped",
                [shifted, builder.Constant("hs.zero", [0f]), builder.Constant("hs.six", [6f])]
            );
            if (sixthFirst)
                builder.Operator(
                    "Mul",
                    $"{name}.product",
                    [x, builder.Operator("Div", $"{name}.sixth", [clamped, "hs.six"])],
                    output: name
                );
            else
                builder.Operator(
                    "Div",
                    $"{name}.sixth",
                    [builder.Operator("Mul", $"{name}.product", [clamped, x]), "hs.six"],
                    output: name
                );
            OpenSizes.MoveTail(model.Graph, before, place);
        }

        Assert.All(Import(model).Graph.Nodes.OfType<ActivationNode>(), node =>
            Assert.Equal(ActivationKind.Hardswish, node.Kind)
        );
    }

    [Fact]
    public void Constants_that_are_handed_on_by_Identity()
    {
        var model = Exported(Small);
        var convolution = model.Graph.Node.Single(node => node.Name == "wide.conv");
        model.Graph.Node.Insert(
            0,
            new NodeProto
            {
                OpType = "Identity",
                Name = "shared",
                Input = { convolution.Input[2] },
                Output = { "shared.bias" },
            }
        );
        convolution.Input[2] = "shared.bias";
        Assert.Equal(
            Small.Parameters["wide.conv.weight"].Shape.ToArray(),
            Import(model).Parameters["wide.conv.weight"].Shape.ToArray()
        );
    }

    [Fact]
    public void A_file_exported_for_training_says_what_it_lacks()
    {
        var model = Exported(Small);
        model.Graph.Output[0].Name = "fine";
        model.Graph.Output[0].Type.TensorType.Shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimValue = 1 });
        var refusal = Assert.Throws<PruneException>(() => Import(model));
        Assert.Equal(Codes.NotYolo, refusal.Code);
        Assert.Contains("--train", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Boxes_filtered_inside_are_refused_by_name()
    {
        var model = Exported(Small);
        model.Graph.Node.Add(
            new NodeProto
            {
                OpType = "EfficientNMS_TRT",
                Name = "filter",
                Input = { "output0" },
                Output = { "kept" },
            }
        );
        model.Graph.Output[0].Name = "kept";
        var refusal = Assert.Throws<PruneException>(() => Import(model));
        Assert.Equal(Codes.UnsupportedOperator, refusal.Code);
        Assert.Contains("'filter'", refusal.Message, StringComparison.Ordinal);
    }

    private static ModelProto Exported(Network network) =>
        ModelProto.Parser.ParseFrom(OnnxExporter.Export(network, new OnnxExportOptions(64)));

    private static Network Import(ModelProto model) =>
        OnnxImporter.Read("model.onnx", model.ToByteArray(), new DiagnosticList());
}
