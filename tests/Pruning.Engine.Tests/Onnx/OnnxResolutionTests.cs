using Pruning.Diagnostics;
using Pruning.Execution;
using Pruning.Graphs;
using Pruning.Onnx.Import;
using Pruning.Testing;
using Pruning.Yolo;

namespace Pruning.Onnx;

/// <summary>Models that look at fewer pixels than they take.</summary>
[Collection(TorchCollection.Name)]
public class OnnxResolutionTests
{
    private static readonly Network Detector = YoloArchitecture.Create("yolov5n", ["a", "b"], seed: 3);

    // 7 / 10 as a float is a little less than that, and shapes are inferred in 64 bits; 224 / 736 is too small in the
    // runtime's 32 as well.
    [Theory]
    [InlineData(736, 224, 17)]
    [InlineData(96, 64, 17)]
    [InlineData(320, 224, 17)]
    [InlineData(320, 224, 12)]
    [InlineData(160, 32, 21)]
    [InlineData(416, 288, 17)]
    public void The_file_computes_what_the_network_does_on_the_reduced_picture(int size, int resolution, int opset)
    {
        var options = new OnnxExportOptions(size, opset) { Resolution = resolution };
        using var reference = new TorchDetector(Detector) { Resolution = resolution };
        var deviation = ExportProof.Verify(OnnxExporter.Export(Detector, options), reference, size);
        Assert.True(deviation.MaximumRelative < 1e-3);
    }

    [Fact]
    public void It_takes_what_the_whole_one_takes_costs_what_the_smaller_picture_costs_and_says_so()
    {
        var (whole, reduced) = (
            Describe(new OnnxExportOptions(320)),
            Describe(new OnnxExportOptions(320) { Resolution = 224 })
        );
        Assert.Equal(whole.Inputs.AsEnumerable(), reduced.Inputs);
        Assert.Equal(0.49, (double)reduced.Flops!.Value / whole.Flops!.Value, 2);
        Assert.Equal((320, 224), (reduced.Metadata.ImageSize, reduced.Metadata.Resolution));
        Assert.Null(whole.Metadata.Resolution);
    }

    [Fact]
    public void Boxes_are_in_pixels_of_the_picture_that_it_takes()
    {
        // Half the side, whole pixels averaged by two: of a picture in squares of two pixels nothing is lost.
        using var small = new TorchDetector(Detector);
        using var large = new TorchDetector(Detector) { Resolution = 64 };
        var picture = Enumerable.Range(0, 3 * 64 * 64).Select(i => (byte)(i * 37 % 251)).ToArray();
        var enlarged = Enumerable
            .Range(0, 3 * 128 * 128)
            .Select(i => picture[(i / (128 * 128) * 64 * 64) + (i / 128 % 128 / 2 * 64) + (i % 128 / 2)])
            .ToArray();
        var (expected, actual) = (small.Detect(picture, 1, 64, 64), large.Detect(enlarged, 1, 128, 128));
        const int Columns = 7;
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(
                i % Columns < 4 ? 2 * expected[i] : expected[i],
                actual[i],
                1e-3f * Math.Max(1, Math.Abs(actual[i]))
            );
    }

    [Fact]
    public void It_can_be_imported_as_the_network_that_it_holds()
    {
        var onnx = OnnxExporter.Export(Detector, new OnnxExportOptions(128) { Resolution = 64 });
        var read = OnnxImporter.Read("reduced.onnx", onnx, new DiagnosticList());
        Assert.Equal(64, read.Resolution);
        Assert.Equal(Detector.Graph.Detect!.Strides.AsEnumerable(), read.Graph.Detect!.Strides);
        Assert.Equal(Detector.ClassNames.AsEnumerable(), read.ClassNames);
    }

    [Theory]
    [InlineData(320, 320)]
    [InlineData(320, 352)]
    [InlineData(320, 100)]
    [InlineData(320, 0)]
    public void Only_a_smaller_multiple_of_the_stride_will_do(int size, int resolution)
    {
        var refusal = Assert.Throws<PruneException>(() =>
            OnnxExporter.Export(Detector, new OnnxExportOptions(size) { Resolution = resolution })
        );
        Assert.Equal(Codes.ImageSizeDoesNotFit, refusal.Code);
        Assert.Contains($"Resolution {resolution}", refusal.Message, StringComparison.Ordinal);
    }

    private static OnnxSummary Describe(OnnxExportOptions options) =>
        OnnxReader.Describe(OnnxExporter.Export(Detector, options), "a file");
}
