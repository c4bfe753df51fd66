using Google.Protobuf;
using Pruning.Diagnostics;
using Pruning.Evaluation;
using Pruning.Graphs;
using Pruning.Onnx.Runtime;
using Pruning.Onnx.Schema;

namespace Pruning.Onnx;

public class OnnxDetectorTests
{
    private const int Size = 32;

    [Fact]
    public void A_file_of_one_picture_takes_batches()
    {
        var network = SmallNetworks.Detector();
        using var detector = new OnnxDetector(
            OnnxExporter.Export(network, new OnnxExportOptions(Size)),
            "small",
            threads: 1
        );
        Assert.Equal(1, detector.FixedBatch);
        Assert.Equal(Extent.Square(Size), detector.FixedInput);
        Assert.Equal(8, detector.Stride);
        Assert.Equal(network.ClassNames.ToArray(), detector.ClassNames.ToArray());
        AssertClose(network, detector, 3);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(8)]
    public void A_file_of_four_pictures_pads_and_splits(int batch)
    {
        var network = SmallNetworks.Detector();
        using var detector = new OnnxDetector(
            WithBatch(OnnxExporter.Export(network, new OnnxExportOptions(Size, DynamicBatch: true)), 4),
            "four",
            threads: 1
        );
        Assert.Equal(4, detector.FixedBatch);
        AssertClose(network, detector, batch);
        AssertClose(network, detector, batch); // buffers are used again
    }

    [Fact]
    public void A_file_that_leaves_all_sizes_open_takes_any()
    {
        var network = SmallNetworks.Detector();
        var model = ModelProto.Parser.ParseFrom(
            OnnxExporter.Export(network, new OnnxExportOptions(Size, DynamicBatch: true))
        );
        foreach (var dimension in model.Graph.Output[0].Type.TensorType.Shape.Dim)
            dimension.DimParam = "any";
        using var detector = new OnnxDetector(model.ToByteArray(), "open", threads: 1);
        Assert.Null(detector.FixedBatch);
        AssertClose(network, detector, 2);
    }

    [Fact]
    public void Another_size_is_refused_with_both()
    {
        using var detector = Small();
        var error = Assert.Throws<PruneException>(() => detector.Detect(new byte[3 * 64 * 64], 1, 64, 64));
        Assert.Equal(Codes.OnnxInputSizeDiffers, error.Code);
        Assert.Contains("32x32, not 64x64", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_path_that_leads_nowhere_is_said_so()
    {
        var error = Assert.Throws<PruneException>(() => new OnnxDetector("no/such.onnx"));
        Assert.Equal(Codes.OnnxFileUnreadable, error.Code);
        Assert.Contains("'no/such.onnx' does not exist", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("this is a text")]
    [InlineData("\b\u0008\u0012\u0001x")]
    public void A_file_of_something_else_is_refused(string content) =>
        Assert.Equal(
            Codes.OnnxFileRefused,
            Assert
                .Throws<PruneException>(() =>
                    new OnnxDetector(ByteString.CopyFromUtf8(content).ToByteArray(), "x.onnx")
                )
                .Code
        );

    [Fact]
    public void A_file_cut_short_is_refused()
    {
        var whole = OnnxExporter.Export(SmallNetworks.Detector(), new OnnxExportOptions(Size));
        for (var length = 1; length < whole.Length; length += whole.Length / 23)
        {
            var error = Assert.Throws<PruneException>(() => new OnnxDetector(whole[..length], "cut.onnx"));
            Assert.Contains(error.Code, new[] { Codes.OnnxFileRefused, Codes.OnnxMetadataMissing });
        }
    }

    [Fact]
    public void Weights_in_another_file_are_not_followed()
    {
        var error = Refused(model =>
        {
            model.Graph.Initializer[0].DataLocation = TensorProto.Types.DataLocation.External;
            model.Graph.Initializer[0].RawData = ByteString.Empty;
            model
                .Graph.Initializer[0]
                .ExternalData.Add(new StringStringEntryProto { Key = "location", Value = "/etc/passwd" });
        });
        Assert.Equal(Codes.OnnxFileRefused, error.Code);
        Assert.Contains("in another file", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_operator_that_the_runtime_lacks_is_refused_by_name()
    {
        var error = Refused(model => model.Graph.Node[0].OpType = "Frobnicate");
        Assert.Equal(Codes.OnnxFileRefused, error.Code);
        Assert.Contains("Frobnicate", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_of_maps_is_no_detector()
    {
        var network = SmallNetworks.Detector();
        var headless = network with
        {
            Graph = new Graph(network.Graph.Nodes.Where(node => node is not DetectNode), ["fine"]),
        };
        var error = Assert.Throws<PruneException>(() =>
            new OnnxDetector(OnnxExporter.Export(headless, new OnnxExportOptions(Size)), "maps")
        );
        Assert.Equal(Codes.OnnxNotADetector, error.Code);
        Assert.Contains("'output0' Float [1, 16, 8, 8]", error.Message, StringComparison.Ordinal);
        Assert.Contains("exported for training", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_failure_while_running_has_a_code()
    {
        var model = ModelProto.Parser.ParseFrom(
            OnnxExporter.Export(SmallNetworks.Detector(), new OnnxExportOptions(Size, DynamicBatch: true))
        );
        foreach (
            var dimension in model
                .Graph.Output[0]
                .Type.TensorType.Shape.Dim.Concat(model.Graph.Input[0].Type.TensorType.Shape.Dim.Skip(2))
        )
            dimension.DimParam = "any";
        using var detector = new OnnxDetector(model.ToByteArray(), "open", threads: 1); // its decoding is for 32 pixels
        var error = Assert.Throws<PruneException>(() => detector.Detect(new byte[3 * 64 * 64], 1, 64, 64));
        Assert.Equal(Codes.OnnxRunFailed, error.Code);
    }

    [Fact]
    public void Pixels_scale_as_by_division()
    {
        var pixels = Enumerable.Range(0, 1031).Select(i => (byte)i).ToArray();
        var unit = new float[2000];
        PixelScaling.ToUnit(pixels, unit);
        Assert.Equal(pixels.Select(pixel => pixel / 255f), unit.Take(pixels.Length));
    }

    private static OnnxDetector Small() =>
        new(OnnxExporter.Export(SmallNetworks.Detector(), new OnnxExportOptions(Size)), "small", threads: 1);

    private static PruneException Refused(Action<ModelProto> change)
    {
        var model = ModelProto.Parser.ParseFrom(
            OnnxExporter.Export(SmallNetworks.Detector(), new OnnxExportOptions(Size))
        );
        change(model);
        return Assert.Throws<PruneException>(() => new OnnxDetector(model.ToByteArray(), "changed.onnx"));
    }

    private static byte[] WithBatch(byte[] onnx, int batch)
    {
        var model = ModelProto.Parser.ParseFrom(onnx);
        model.Graph.Input[0].Type.TensorType.Shape.Dim[0].DimValue = batch;
        model.Graph.Output[0].Type.TensorType.Shape.Dim[0].DimValue = batch;
        return model.ToByteArray();
    }

    private static void AssertClose(Network network, OnnxDetector detector, int batch)
    {
        var pixels = new byte[batch * 3 * Size * Size];
        new Random(7).NextBytes(pixels);
        var expected = new PlainEvaluator(network).Detect(pixels, batch, Size, Size);
        var actual = detector.Detect(pixels, batch, Size, Size);
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], i % 8 < 4 ? 1e-3f : 1e-5f);
    }
}
