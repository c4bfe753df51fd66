using System.Collections.Immutable;
using Google.Protobuf;
using Pruning.Checkpoints;
using Pruning.Diagnostics;
using Pruning.Evaluation;
using Pruning.Execution;
using Pruning.Graphs;
using Pruning.Graphs.Import;
using Pruning.Onnx.Import;
using Pruning.Onnx.Runtime;
using Pruning.Onnx.Schema;
using Pruning.Pruners;
using Pruning.Testing;
using Pruning.Yolo;

namespace Pruning.Onnx;

public class OnnxImportTests
{
    private static readonly ImmutableArray<string> Names = ["a", "b", "c"];
    private readonly DiagnosticList _diagnostics = new();

    [Theory]
    [InlineData(ActivationKind.SiLU, 12)]
    [InlineData(ActivationKind.SiLU, 21)]
    [InlineData(ActivationKind.Hardswish, 13)]
    [InlineData(ActivationKind.Hardswish, 17)]
    [InlineData(ActivationKind.LeakyReLU, 17)]
    [InlineData(ActivationKind.ReLU, 17)]
    public void A_network_of_every_kind_of_node_comes_back_folded_and_otherwise_as_it_was(
        ActivationKind activation,
        int opset
    )
    {
        var network = SmallNetworks.Detector(activation);
        var imported = Import(OnnxExporter.Export(network, new OnnxExportOptions(64, opset)));

        Assert.Empty(_diagnostics.Items);
        Assert.Equal(network.ClassNames.ToArray(), imported.ClassNames.ToArray());
        Assert.Equal("test", imported.Provenance["source"]);
        var (before, after) = (network.Graph.Detect!, imported.Graph.Detect!);
        Assert.Equal(before.Strides.ToArray(), after.Strides.ToArray());
        Assert.Equal(before.Anchors.SelectMany(level => level), after.Anchors.SelectMany(level => level));
        Assert.Equal((before.Name, before.ClassCount), (after.Name, after.ClassCount));
        // One norm cannot be folded, since its convolution has another reader.
        Assert.Equal("a.bn", Assert.Single(imported.Graph.Nodes.OfType<BatchNormNode>()).Name);
        Assert.Equal(
            network.Graph.Nodes.OfType<ConvolutionNode>().Select(node => node.Name),
            imported.Graph.Nodes.OfType<ConvolutionNode>().Select(node => node.Name)
        );
        Assert.Equal(
            network.Graph.Nodes.OfType<SliceNode>().Select(node => (node.RowOffset, node.ColumnOffset, node.Step)),
            imported.Graph.Nodes.OfType<SliceNode>().Select(node => (node.RowOffset, node.ColumnOffset, node.Step))
        );
        AssertSame(network, imported, 64);
    }

    [Theory]
    [InlineData("yolov5n")]
    [InlineData("yolov5m")]
    [InlineData("yolov5n6")]
    public void An_architecture_comes_back_under_its_own_names(string architecture)
    {
        var network = YoloArchitecture.Create(architecture, Names, seed: 1);
        var imported = Import(OnnxExporter.Export(network, new OnnxExportOptions(128)));
        Assert.Equal(
            network.Graph.Nodes.Where(node => node is not BatchNormNode).Select(node => (node.GetType(), node.Name)),
            imported.Graph.Nodes.Select(node => (node.GetType(), node.Name))
        );
    }

    [Fact]
    public void Names_that_the_file_lost_are_recovered_by_structure_also_of_a_pruned_network()
    {
        var dense = YoloArchitecture.Create("yolov5n", Names, seed: 1);
        var pruned = Surgery.Prune(
            dense,
            PrunePlanner.Plan(
                dense,
                [new SparsityTarget(TargetMetric.Flops, 0.5)],
                new PlanningOptions { Image = Extent.Square(64) }
            )
        );
        var model = WithoutNames(Exported(pruned, 64));

        var imported = Import(model.ToByteArray());
        Assert.Equal(
            pruned.Graph.Nodes.Where(node => node is not BatchNormNode).Select(node => node.Name),
            imported.Graph.Nodes.Select(node => node.Name)
        );
        Assert.Equal(
            pruned.Parameters["model.2.cv1.conv.weight"].Shape.ToArray(),
            imported.Parameters["model.2.cv1.conv.weight"].Shape.ToArray()
        );
        Assert.DoesNotContain(_diagnostics.Items, item => item.Code == Codes.InventedLayerNames);
    }

    [Fact]
    public void Names_that_nothing_tells_are_invented_and_said_to_be()
    {
        var network = SmallNetworks.Detector();
        var imported = Import(WithoutNames(Exported(network, 64)).ToByteArray());
        Assert.Contains(_diagnostics.Items, item =>
            item.Code == Codes.InventedLayerNames && item.Message.Contains("layer.", StringComparison.Ordinal)
        );
        AssertSame(network, imported, 64);
    }

    [Fact]
    public void The_names_of_torchs_scopes_are_understood()
    {
        var model = WithoutNames(Exported(YoloArchitecture.Create("yolov5n", Names, seed: 1), 64));
        var convolutions = model.Graph.Node.Where(node => node.OpType == "Conv").ToList();
        convolutions[2].Name = "/model.2/cv1/conv/Conv";
        convolutions[3].Name = "/model.2/m/m.0/cv1/conv/Conv";
        foreach (
            var attribute in model
                .Graph.Node.First(node => node.OpType == "MaxPool")
                .Attribute.Where(attribute => attribute.Name is "kernel_shape" or "pads")
        )
        {
            for (var i = 0; i < attribute.Ints.Count; i++)
                attribute.Ints[i] -= attribute.Name == "pads" ? 1 : 2; // no table has such a pool
        }

        var names = Import(model.ToByteArray())
            .Graph.Nodes.OfType<ConvolutionNode>()
            .Select(node => node.Name)
            .ToList();
        Assert.Contains("model.2.cv1.conv", names);
        Assert.Contains("model.2.m.0.cv1.conv", names);
    }

    [Fact]
    public void Half_precision_is_widened()
    {
        var network = SmallNetworks.Detector();
        var model = Exported(network, 64);
        var imported = Import(ChangedOnnx.Halved(model).ToByteArray());
        var expected = network.Parameters["fine.weight"].Values.Select(value => (float)(Half)value);
        Assert.Equal(expected, imported.Parameters["fine.weight"].Values);
        Assert.Equal(new Anchor(12.5f, 9), imported.Graph.Detect!.Anchors[0][1]);
    }

    [Fact]
    public void A_file_of_open_batch_and_size_is_read()
    {
        var model = Exported(SmallNetworks.Detector(), 64, dynamicBatch: true);
        Assert.Equal(Names.Length, Import(model.ToByteArray()).ClassNames.Length);
    }

    [Fact]
    public void What_the_metadata_lacks_is_said()
    {
        var model = Exported(SmallNetworks.Detector(), 64);
        model.MetadataProps.Clear();
        model.ProducerName = "pytorch";
        model.ProducerVersion = "1.9";
        var imported = Import(model.ToByteArray());
        Assert.Equal(["class0", "class1", "class2"], imported.ClassNames.ToArray());
        Assert.Equal(Codes.UnnamedClasses, Assert.Single(_diagnostics.Items).Code);
        Assert.Equal("pytorch 1.9", imported.Provenance["onnx.producer"]);
    }

    [Theory]
    [InlineData("stem.act.sigmoid", "Tanh", "'stem.act.sigmoid'")]
    [InlineData("pool", "AveragePool", "'pool'")]
    [InlineData("stem.conv", "ConvInteger", "'stem.conv'")]
    [InlineData("both", "Sum", "'both'")]
    public void An_operator_that_is_not_known_is_refused_by_name(string node, string type, string named)
    {
        var model = Exported(SmallNetworks.Detector(), 64);
        var changed = model.Graph.Node.Single(candidate => candidate.Name == node);
        changed.OpType = type;
        var error = Refused(model);
        Assert.Equal(Codes.UnsupportedOperator, error.Code);
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pads", new long[] { 1, 1, 0, 0 })]
    [InlineData("strides", new long[] { 0, 1 })]
    [InlineData("dilations", new long[] { 5000, 1 })]
    [InlineData("strides", new long[] { 1 })]
    public void Attributes_out_of_range_are_refused(string attribute, long[] values)
    {
        var model = Exported(SmallNetworks.Detector(), 64);
        var ints = model
            .Graph.Node.Single(node => node.Name == "wide.conv")
            .Attribute.Single(candidate => candidate.Name == attribute)
            .Ints;
        ints.Clear();
        ints.AddRange(values);
        Assert.Equal(Codes.UnsupportedOperator, Refused(model).Code);
    }

    [Fact]
    public void A_head_that_decodes_otherwise_is_refused()
    {
        var model = Exported(SmallNetworks.Detector(), 64);
        var scale = model.Graph.Initializer.Single(tensor => tensor.Name == "head.1.centres.scale");
        scale.RawData = ByteString.CopyFrom(BitConverter.GetBytes(17f));
        var error = Refused(model);
        Assert.Equal(Codes.NotYolo, error.Code);
        Assert.Contains("does not decode boxes", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Levels_in_another_order_keep_their_strides()
    {
        var model = Exported(SmallNetworks.Detector(), 64);
        var last = model.Graph.Node.Single(node => node.Output[0] == "output0");
        (last.Input[0], last.Input[1]) = (last.Input[1], last.Input[0]);
        var detect = Import(model.ToByteArray()).Graph.Detect!;
        Assert.Equal([8, 4], detect.Strides.ToArray());
        Assert.Equal(["coarse", "fine"], detect.Inputs.ToArray());
    }

    [Fact]
    public void A_network_read_wrongly_is_found_out()
    {
        // The importer takes every nearest enlargement for repetition; this one shifts by a pixel.
        var model = Exported(SmallNetworks.Detector(), 64);
        var resize = model.Graph.Node.Single(node => node.OpType == "Resize");
        resize.Attribute.Single(attribute => attribute.Name == "nearest_mode").S = ByteString.CopyFromUtf8("ceil");
        Assert.Equal(Codes.ImportNotFaithful, Refused(model).Code);
    }

    [Fact]
    public void Damaged_bytes_never_do_worse_than_be_refused()
    {
        var whole = OnnxExporter.Export(SmallNetworks.Detector(), new OnnxExportOptions(32));
        var random = new Random(5);
        for (var round = 0; round < 60; round++)
        {
            var damaged = whole.ToArray();
            for (var i = 0; i < 6; i++)
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            var error = Record.Exception(() => OnnxImporter.Read("damaged.onnx", damaged, new DiagnosticList()));
            Assert.True(error is null or PruneException, error?.ToString());
        }
    }

    [Fact]
    public void An_imported_network_is_cut_by_weight_norms_and_exported_again()
    {
        var imported = Import(
            OnnxExporter.Export(YoloArchitecture.Create("yolov5n", Names, seed: 1), new OnnxExportOptions(64))
        );
        foreach (var importance in (Importance[])[Importance.L1, Importance.L2, Importance.Lamp])
        {
            var plan = PrunePlanner.Plan(
                imported,
                [new SparsityTarget(TargetMetric.Flops, 0.5)],
                new PlanningOptions { Image = Extent.Square(64), Importance = importance }
            );
            var pruned = Surgery.Prune(imported, plan);
            Assert.InRange(NetworkCost.Count(pruned, 64, 64).Flops, 1, 0.5 * NetworkCost.Count(imported, 64, 64).Flops);
            AssertSame(pruned, Import(OnnxExporter.Export(pruned, new OnnxExportOptions(64))), 64);
        }

        var refusal = Assert.Throws<PruneException>(() =>
            PrunePlanner.Plan(
                imported,
                [new SparsityTarget(TargetMetric.Flops, 0.5)],
                new PlanningOptions { Image = Extent.Square(64) }
            )
        );
        Assert.Equal(Codes.NothingToPrune, refusal.Code);
        Assert.Contains("l2", refusal.Message, StringComparison.Ordinal);
    }

    [RealDataFact]
    public void The_originals_own_export_is_the_checkpoint_with_its_norms_folded()
    {
        var imported = CheckpointReader.Read(TestData.PathOf("reference/yolov5n_320.onnx"), _diagnostics);
        var checkpoint = CheckpointReader.Read(TestData.PathOf("yolov5n.pt"), _diagnostics);

        Assert.Empty(_diagnostics.Items);
        Assert.Equal(
            checkpoint.Graph.Nodes.Where(node => node is not BatchNormNode).Select(node => node.Name),
            imported.Graph.Nodes.Select(node => node.Name)
        );
        Assert.Equal(checkpoint.Graph.Detect!.Strides.ToArray(), imported.Graph.Detect!.Strides.ToArray());
        Assert.Equal(
            checkpoint.Graph.Detect.Anchors.SelectMany(level => level),
            imported.Graph.Detect.Anchors.SelectMany(level => level)
        );
        Assert.Equal(checkpoint.ClassNames.ToArray(), imported.ClassNames.ToArray());
        Assert.Equal("yolov5n_320.onnx", imported.Provenance["base.file"]);
        using var file = new OnnxDetector(TestData.PathOf("reference/yolov5n_320.onnx"), threads: 1);
        AssertSame(file, imported, 320);
    }

    private Network Import(byte[] model)
    {
        var network = OnnxImporter.Read("model.onnx", model, _diagnostics);
        NetworkChecks.Verify("model.onnx", network);
        return network;
    }

    private static PruneException Refused(ModelProto model) =>
        Assert.Throws<PruneException>(() => OnnxImporter.Read("model.onnx", model.ToByteArray(), new DiagnosticList()));

    private static ModelProto Exported(Network network, int size, bool dynamicBatch = false) =>
        ModelProto.Parser.ParseFrom(
            OnnxExporter.Export(network, new OnnxExportOptions(size, DynamicBatch: dynamicBatch))
        );

    private static void AssertSame(Network expected, Network imported, int size)
    {
        using var file = new OnnxDetector(
            OnnxExporter.Export(expected, new OnnxExportOptions(size)),
            "expected",
            threads: 1
        );
        AssertSame(file, imported, size);
    }

    private static void AssertSame(OnnxDetector file, Network imported, int size)
    {
        using var torch = new TorchDetector(imported);
        var pictures = ProofPictures.Create(size, size);
        var wanted = file.Detect(pictures, ProofPictures.Count, size, size);
        var given = torch.Detect(pictures, ProofPictures.Count, size, size);
        Assert.Equal(wanted.Length, given.Length);
        for (var i = 0; i < wanted.Length; i++)
            Assert.Equal(wanted[i], given[i], 1e-3 * Math.Max(1, Math.Abs(wanted[i])));
    }

    /// <summary>As a program writes it that numbers everything: no name tells a layer.</summary>
    private static ModelProto WithoutNames(ModelProto model)
    {
        model.ProducerName = "other";
        var names = new Dictionary<string, string>();
        foreach (var tensor in model.Graph.Initializer)
            tensor.Name = names[tensor.Name] = $"onnx::{names.Count}";
        foreach (var node in model.Graph.Node)
        {
            node.Name = "";
            for (var i = 0; i < node.Input.Count; i++)
                node.Input[i] = names.GetValueOrDefault(node.Input[i], node.Input[i]);
        }

        return model;
    }
}
