using Pruning.Checkpoints;
using Pruning.Diagnostics;
using Pruning.Evaluation;
using Pruning.Graphs;
using Pruning.Onnx.Runtime;
using Pruning.Testing;

namespace Pruning.Onnx;

/// <summary>Against what the original implementation computes on one street picture.</summary>
public class OnnxReferenceTests
{
    [RealDataFact]
    public void The_originals_own_export_gives_the_originals_output()
    {
        using var detector = new OnnxDetector(TestData.PathOf("reference/yolov5n_320.onnx"), threads: 1);
        Assert.Equal(80, detector.ClassNames.Length);
        Assert.Equal("person", detector.ClassNames[0]);
        Assert.Equal("toothbrush", detector.ClassNames[79]);
        Assert.Equal(32, detector.Stride);
        AssertBus(detector, 320);
    }

    [RealDataTheory]
    [InlineData(320, 17, false)]
    [InlineData(320, 12, true)]
    [InlineData(640, 17, false)]
    public void Our_export_gives_the_originals_output(int size, int opset, bool dynamicBatch)
    {
        using var detector = new OnnxDetector(
            OnnxExporter.Export(Yolov5n(), new OnnxExportOptions(size, opset, dynamicBatch)),
            "yolov5n",
            threads: 1
        );
        Assert.Equal(dynamicBatch ? null : 1, detector.FixedBatch);
        AssertBus(detector, size);
    }

    [RealDataFact]
    public void Our_export_costs_what_the_network_and_the_originals_export_cost()
    {
        var network = Yolov5n();
        var own = OnnxReader.Describe(OnnxExporter.Export(network, new OnnxExportOptions(320)), "own");
        var original = OnnxReader.Read(TestData.PathOf("reference/yolov5n_320.onnx"));
        Assert.Equal(NetworkCost.Count(network, 320, 320).Flops, own.Flops);
        Assert.Equal((original.Flops, original.Parameters), (own.Flops, own.Parameters));
        Assert.Equal(
            original.Convolutions.Select(convolution => convolution.Name),
            own.Convolutions.Select(convolution => convolution.Name)
        );
        Assert.Equal(original.Metadata.ClassNames.ToArray(), own.Metadata.ClassNames.ToArray());
        Assert.InRange(own.FileBytes, 0.98 * original.FileBytes, 1.02 * original.FileBytes);
    }

    private static Network Yolov5n() => CheckpointReader.Read(TestData.PathOf("yolov5n.pt"), new DiagnosticList());

    private static void AssertBus(OnnxDetector detector, int size)
    {
        var input = NumpyFile.Read(TestData.PathOf($"reference/vectors/bus_{size}_input_u8.npy"));
        var (height, width) = (input.Shape[^2], input.Shape[^1]);
        var expected = NumpyFile.Read(TestData.PathOf($"reference/vectors/bus_{size}_raw_fused.npy")).Floats;
        var actual = detector.Detect(input.Content, 1, height, width);
        Assert.Equal(expected.Length, actual.Length);
        double pixels = 0,
            confidence = 0;
        for (var i = 0; i < expected.Length; i++)
        {
            var difference = Math.Abs((double)expected[i] - actual[i]);
            Assert.False(double.IsNaN(difference));
            (pixels, confidence) =
                i % 85 < 4 ? (Math.Max(pixels, difference), confidence) : (pixels, Math.Max(confidence, difference));
        }

        Assert.InRange(pixels, 0, 0.01);
        Assert.InRange(confidence, 0, 1e-4);
    }
}
