using Google.Protobuf;
using Pruning.Diagnostics;
using Pruning.Graphs;
using Pruning.Onnx.Schema;
using Pruning.Testing;

namespace Pruning.Onnx;

public class OnnxReaderTests
{
    [Theory]
    [InlineData(12)]
    [InlineData(17)]
    public void Our_own_file_costs_what_its_network_costs(int opset)
    {
        var network = SmallNetworks.Detector();
        var summary = OnnxReader.Describe(OnnxExporter.Export(network, new OnnxExportOptions(64, opset)), "small");
        Assert.Equal(NetworkCost.Count(network, 64, 64).Flops, summary.Flops);
        Assert.Equal(opset, summary.Opset);
        Assert.StartsWith("Pruning.Build ", summary.Producer, StringComparison.Ordinal);
        Assert.Equal("images [1, 3, 64, 64]", Assert.Single(summary.Inputs));
        Assert.Equal("output0 [1, 640, 8]", Assert.Single(summary.Outputs));
        Assert.Equal(7, summary.Operators["Conv"]);
        var depthwise = summary.Convolutions.Single(convolution => convolution.Name == "depth.conv");
        Assert.Equal((7, 7 * 9 + 7, new Extent(16, 16)), (depthwise.Groups, depthwise.Parameters, depthwise.Output));
    }

    [RealDataFact]
    public void The_originals_export_costs_what_the_original_says()
    {
        var summary = OnnxReader.Read(TestData.PathOf("reference/yolov5n_320.onnx"));
        Assert.Equal(12, summary.Opset);
        Assert.Equal(60, summary.Convolutions.Length);
        Assert.Equal("model.0.conv", summary.Convolutions[0].Name);
        Assert.Equal(4.5 / 4, summary.Flops!.Value / 1e9, 0.05); // 4.5 G at 640
        Assert.Equal(1_867_405, summary.Parameters); // as the original counts its fused network
        Assert.Equal(80, summary.Metadata.ClassNames.Length);
    }

    [Fact]
    public void Open_sizes_leave_the_work_open()
    {
        var model = ModelProto.Parser.ParseFrom(
            OnnxExporter.Export(SmallNetworks.Detector(), new OnnxExportOptions(64))
        );
        model.Graph.Input[0].Type.TensorType.Shape.Dim[2].DimParam = "height";
        var summary = OnnxReader.Describe(model.ToByteArray(), "open");
        Assert.Null(summary.Flops);
        Assert.Equal("images [1, 3, height, 64]", Assert.Single(summary.Inputs));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(3)]
    [InlineData(long.MaxValue)]
    public void A_constant_that_claims_another_shape_than_it_holds_is_refused(long size)
    {
        var model = ModelProto.Parser.ParseFrom(
            OnnxExporter.Export(SmallNetworks.Detector(), new OnnxExportOptions(64))
        );
        model.Graph.Initializer[0].Dims[0] = size;
        var error = Assert.Throws<PruneException>(() => OnnxReader.Describe(model.ToByteArray(), "liar.onnx"));
        Assert.Equal(Codes.OnnxFileRefused, error.Code);
        Assert.Contains(model.Graph.Initializer[0].Name, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Damaged_bytes_never_do_worse_than_be_refused()
    {
        var whole = OnnxExporter.Export(SmallNetworks.Detector(), new OnnxExportOptions(32));
        var random = new Random(3);
        for (var round = 0; round < 300; round++)
        {
            var damaged = whole.ToArray();
            for (var i = 0; i < 8; i++)
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            var error = Record.Exception(() => OnnxReader.Describe(damaged, "damaged"));
            Assert.True(error is null or PruneException, error?.ToString());
        }
    }
}
