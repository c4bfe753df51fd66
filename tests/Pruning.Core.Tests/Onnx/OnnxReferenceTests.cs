using Pruning.Evaluation;
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

    private static void AssertBus(OnnxDetector detector, int size)
    {
        var input = NumpyFile.Read(TestData.PathOf($"reference/vectors/bus_{size}_input_u8.npy"));
        var (height, width) = (input.Shape[^2], input.Shape[^1]);
        var expected = NumpyFile.Read(TestData.PathOf($"reference/vectors/bus_{size}_raw_fused.npy")).Floats;
        var actual = detector.Detect(input.Content, 1, height, width);
        Assert.Equal(expected.Length, actual.Length);
        double pixels = 0, confidence = 0;
        for (var i = 0; i < expected.Length; i++)
        {
            var difference = Math.Abs((double)expected[i] - actual[i]);
            Assert.False(double.IsNaN(difference));
            (pixels, confidence) = i % 85 < 4 ? (Math.Max(pixels, difference), confidence) : (pixels, Math.Max(confidence, difference));
        }

        Assert.InRange(pixels, 0, 0.01);
        Assert.InRange(confidence, 0, 1e-4);
    }
}
