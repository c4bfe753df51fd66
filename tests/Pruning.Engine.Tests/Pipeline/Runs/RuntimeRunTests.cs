using Pruning.Evaluation.Gates;
using Pruning.Runtime;
using Pruning.Testing;

namespace Pruning.Pipeline.Runs;

/// <summary>Builds for apps that have the runtime package: suppression in the file, and a gate on what they see.</summary>
[Collection(TorchCollection.Name)]
public sealed class RuntimeRunTests : PipelineRunTest
{
    private const string Parity = """<Gate Include="RuntimeParity" Maximum="0.001" />""";

    [Fact]
    public void Suppression_goes_into_what_ships_and_nothing_is_measured_anew()
    {
        var raw = RunTo(StageKind.Gate, Clone.Request());
        var before = File.ReadAllBytes(Output("Detector.onnx"));
        var run = RunTo(StageKind.Gate, Clone.Request("<IncludeNms>true</IncludeNms>"));
        Assert.Equal("", Ran(run));
        var shipped = File.ReadAllBytes(Output("Detector.onnx"));
        Assert.Equal(shipped.Length, run.Report!.Model.Summary.FileSize);
        Assert.InRange(shipped.Length, before.Length + 1, before.Length + 8000);
        Assert.Equal(raw.Report!.Model.Accuracy.Metrics, run.Report.Model.Accuracy.Metrics);
        using var detector = new Detector(shipped);
        Assert.Equal((float)run.Report.Model.Accuracy.F1Confidence!, detector.Confidence, 0.001f);
        using var outside = new Detector(before);
        var pixels = new byte[3 * 64 * 64];
        new Random(1).NextBytes(pixels);
        Assert.Equal(
            outside.Detect(new Picture(pixels, 64, 64, PixelLayout.Rgb)),
            detector.Detect(new Picture(pixels, 64, 64, PixelLayout.Rgb))
        );
        RunTo(StageKind.Gate, Clone.Request());
        Assert.Equal(before, File.ReadAllBytes(Output("Detector.onnx")));
    }

    [Fact]
    public void A_gate_holds_what_apps_see_to_what_was_measured()
    {
        var run = RunTo(StageKind.Gate, Clone.Request("", Parity));
        Assert.Contains(" evaluate-runtime evaluate-latency", Ran(run), StringComparison.Ordinal);
        Assert.True(run.Passed);
        var gate = Assert.Single(run.Report!.Gates);
        Assert.Equal("RuntimeParity", gate.Metric);
        Assert.InRange(gate.Value!.Value, 0, 0.001);
        Assert.Equal("", Ran(RunTo(StageKind.Gate, Clone.Request("", Parity))));
    }
}
