using Pruning.Diagnostics;
using Pruning.Graphs;
using Pruning.Onnx.Schema;

namespace Pruning.Onnx;

public class OnnxExporterTests
{
    private const int Size = 32;

    [Theory]
    [InlineData(12)]
    [InlineData(13)]
    [InlineData(14)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(18)]
    [InlineData(19)]
    [InlineData(20)]
    [InlineData(21)]
    public void Every_opset_gives_a_file_that_computes_what_the_definitions_say(int opset)
    {
        foreach (var activation in Enum.GetValues<ActivationKind>())
        {
            var network = SmallNetworks.Detector(activation);
            var onnx = OnnxExporter.Export(network, new OnnxExportOptions(Size, opset));
            var deviation = ExportProof.Verify(
                onnx,
                new PlainEvaluator(network),
                Size,
                new ExportTolerance(1e-3, 0, 1e-5)
            );
            Assert.Equal(4 * 2 * (64 + 16) * 8, deviation.Values);
        }
    }

    [Fact]
    public void An_open_batch_computes_the_same()
    {
        var network = SmallNetworks.Detector();
        var onnx = OnnxExporter.Export(network, new OnnxExportOptions(Size, DynamicBatch: true));
        ExportProof.Verify(onnx, new PlainEvaluator(network), Size, new ExportTolerance(1e-3, 0, 1e-5));
    }

    [Fact]
    public void A_norm_is_folded_only_into_a_convolution_that_feeds_nothing_else()
    {
        var graph = ModelProto
            .Parser.ParseFrom(OnnxExporter.Export(SmallNetworks.Detector(), new OnnxExportOptions(Size)))
            .Graph;
        var norm = Assert.Single(graph.Node, node => node.OpType == "BatchNormalization");
        Assert.Equal("a.bn", norm.Name);
        Assert.Equal(7, graph.Node.Count(node => node.OpType == "Conv"));
        Assert.Contains(graph.Initializer, tensor => tensor.Name == "stem.conv.bias");
    }

    [Fact]
    public void The_same_network_gives_the_same_bytes()
    {
        var options = new OnnxExportOptions(Size);
        Assert.Equal(
            OnnxExporter.Export(SmallNetworks.Detector(), options),
            OnnxExporter.Export(SmallNetworks.Detector(), options)
        );
    }

    [Fact]
    public void The_file_says_what_it_takes_gives_and_is()
    {
        var model = ModelProto.Parser.ParseFrom(
            OnnxExporter.Export(SmallNetworks.Detector(), new OnnxExportOptions(Size))
        );
        Assert.Equal("images", Assert.Single(model.Graph.Input).Name);
        Assert.Equal([1, 3, 32, 32], Shape(model.Graph.Input[0]));
        Assert.Equal("output0", Assert.Single(model.Graph.Output).Name);
        Assert.Equal([1, 160, 8], Shape(model.Graph.Output[0]));
        Assert.Equal("Pruning.Build", model.ProducerName);
        var properties = model.MetadataProps.ToDictionary(pair => pair.Key, pair => pair.Value);
        Assert.Equal("8", properties["stride"]);
        Assert.Equal("""{0: 'RBC', 1: 'it\'s "odd"', 2: 'Plättchen'}""", properties["names"]);
        Assert.Equal("32", properties["pruning.imageSize"]);
        Assert.Equal("""["RBC","it's \"odd\"","Plättchen"]""", properties["pruning.classes"]);
        Assert.Equal("""{"source":"test"}""", properties["pruning.provenance"]);

        static IEnumerable<long> Shape(ValueInfoProto value) =>
            value.Type.TensorType.Shape.Dim.Select(size => size.DimValue);
    }

    [Theory]
    [InlineData(11)]
    [InlineData(22)]
    public void An_opset_beyond_the_range_is_refused(int opset)
    {
        var error = Assert.Throws<PruneException>(() =>
            OnnxExporter.Export(SmallNetworks.Detector(), new OnnxExportOptions(Size, opset))
        );
        Assert.Equal(Codes.OpsetOutOfRange, error.Code);
        Assert.Contains("12 to 21", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "8.")]
    [InlineData(-32, "8.")]
    [InlineData(30, "32.")]
    [InlineData(100_000, "8192.")]
    public void An_image_size_that_does_not_fit_is_refused_with_one_that_does(int size, string proposal)
    {
        var error = Assert.Throws<PruneException>(() =>
            OnnxExporter.Export(SmallNetworks.Detector(), new OnnxExportOptions(size))
        );
        Assert.Equal(Codes.ImageSizeDoesNotFit, error.Code);
        Assert.EndsWith(proposal, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_network_without_a_head_gives_its_maps()
    {
        var network = SmallNetworks.Detector();
        var headless = network with
        {
            Graph = new Graph(network.Graph.Nodes.Where(node => node is not DetectNode), ["fine", "a.bn", "wide.bn"]),
        };
        var graph = ModelProto.Parser.ParseFrom(OnnxExporter.Export(headless, new OnnxExportOptions(Size))).Graph;
        Assert.Equal(["output0", "output1", "output2"], graph.Output.Select(output => output.Name));
        using var session = OnnxSessions.Open(
            OnnxExporter.Export(headless, new OnnxExportOptions(Size)),
            "headless",
            1
        );
        Assert.Equal([1, 9, 4, 4], session.OutputMetadata["output2"].Dimensions);
    }
}
