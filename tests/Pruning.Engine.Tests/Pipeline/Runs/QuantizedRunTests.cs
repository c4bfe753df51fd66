using System.Security.Cryptography;
using Pruning.Diagnostics;
using Pruning.Onnx;
using Pruning.Pipeline.Stages;
using Pruning.Reporting;
using Pruning.Testing;

namespace Pruning.Pipeline.Runs;

/// <summary>A build whose model computes with 8-bit integers.</summary>
[Collection(TorchCollection.Name)]
public sealed class QuantizedRunTests : PipelineRunTest
{
    [Fact]
    public void What_is_judged_and_ships_computes_with_integers_and_the_baseline_does_not()
    {
        var first = RunTo(StageKind.Gate, Clone.Request("<Quantization>int8</Quantization>"));
        Assert.True(first.Passed);
        Assert.Contains(" export quantize evaluate-baseline ", Ran(first), StringComparison.Ordinal);
        // Two training images are few, and the build says so.
        Assert.Contains(Clone.Diagnostics, one => one.Code == Codes.FewCalibrationImages);

        var shipped = File.ReadAllBytes(Output("Detector.onnx"));
        var (model, baseline) = (first.Report!.Model.Summary, first.Report.Baseline.Summary);
        Assert.True(OnnxReader.Describe(shipped, "shipped").Quantized);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(shipped)), model.Sha256);
        Assert.Equal(shipped.Length, model.FileSize);
        Assert.Contains("model.0.conv", model.Quantization!.FloatLayers);
        Assert.Null(baseline.Quantization);
        Assert.Contains("Arithmetic: 8-bit integers in ", MarkdownReport.Write(first.Report), StringComparison.Ordinal);

        var again = RunTo(StageKind.Gate, Clone.Request("<Quantization>int8</Quantization>"));
        Assert.Equal("", Ran(again));
        Assert.Equal(shipped, File.ReadAllBytes(Output("Detector.onnx")));
        // Back to floats: the export is there, and what was measured of it is not.
        var floats = RunTo(StageKind.Gate, Clone.Request());
        Assert.Equal("evaluate evaluate-test evaluate-pictures evaluate-latency", Ran(floats));
        Assert.Equal(
            File.ReadAllBytes(FileOf(floats, StepNames.Export, StageFiles.Onnx)).Length,
            new FileInfo(Output("Detector.onnx")).Length
        );
    }
}
