using System.Security.Cryptography;
using System.Text.Json;
using Pruning.Checkpoints;
using Pruning.Diagnostics;
using Pruning.Graphs;
using Pruning.Onnx;
using Pruning.Onnx.Schema;
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
        Assert.Contains("Quantized=\"true\"", File.ReadAllText(Output("Detector.model.xml")), StringComparison.Ordinal);
        // Nothing that was not learnt can be lost.
        Assert.True(model.Quantization.Cost!.Holds);
        Assert.Contains("Arithmetic: 8-bit integers in ", MarkdownReport.Write(first.Report), StringComparison.Ordinal);

        var again = RunTo(StageKind.Gate, Clone.Request("<Quantization>int8</Quantization>"));
        Assert.Equal("", Ran(again));
        Assert.Equal(shipped, File.ReadAllBytes(Output("Detector.onnx")));
        // Back to floats: the export is there, and what was measured of it is not.
        var floats = RunTo(StageKind.Gate, Clone.Request());
        Assert.Equal("evaluate evaluate-test evaluate-pictures evaluate-latency", Ran(floats));
        Assert.Equal(
            File.ReadAllBytes(FileOf(floats, StepNames.Export, StageFiles.Onnx)).Length,
            new FileInfo(Output("Detector.onnx")).Length - BillLength()
        );
    }

    [Fact]
    public void Auto_ships_the_file_that_was_measured_to_be_faster()
    {
        var run = RunTo(StageKind.Gate, Clone.Request("<Quantization>auto</Quantization>"));
        Assert.True(run.Passed);
        var (shipped, summary) = (File.ReadAllBytes(Output("Detector.onnx")), run.Report!.Model.Summary);
        var told = summary.Quantization!;
        // Which one it is depends on the machine.
        Assert.Equal(told.TimeRatioHigh >= 1, told.StaysFloat is not null);
        Assert.Equal(told.StaysFloat is null, OnnxReader.Describe(shipped, "shipped").Quantized);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(shipped)), summary.Sha256);
        if (told.StaysFloat is not null)
            Assert.Equal(Graph(File.ReadAllBytes(FileOf(run, StepNames.Export, StageFiles.Onnx))), Graph(shipped));

        // What was measured of it is told beside.
        static GraphProto Graph(byte[] onnx) => ModelProto.Parser.ParseFrom(onnx).Graph;
    }

    [Fact]
    public void An_exchanged_activation_is_trained_and_ships_and_the_baseline_keeps_its_own()
    {
        var run = RunTo(
            StageKind.Gate,
            Clone.Request("<Quantization>int8</Quantization><Activation>relu</Activation>")
        );
        Assert.True(run.Passed);
        Assert.Equal([ActivationKind.SiLU], Kinds(StepNames.Train));
        Assert.Equal([ActivationKind.ReLU], Kinds(StepNames.SparseTrain));
        Assert.Equal([ActivationKind.ReLU], Kinds(StepNames.FineTune));

        IEnumerable<ActivationKind> Kinds(string step) =>
            SafetensorsFile
                .Load(FileOf(run, step))
                .Graph.Nodes.OfType<ActivationNode>()
                .Select(node => node.Kind)
                .Distinct();
    }

    [Fact]
    public void A_training_with_rounded_numbers_says_by_which_ranges_the_file_is_made()
    {
        const string Aware = "<Quantization>int8</Quantization><QuantizeAwareEpochs>1</QuantizeAwareEpochs>";
        var run = RunTo(StageKind.Gate, Clone.Request(Aware));
        Assert.True(run.Passed);
        Assert.Contains(" fine-tune quantize-aware export-baseline ", Ran(run), StringComparison.Ordinal);
        var trained = SafetensorsFile.Load(FileOf(run, StepNames.QuantizeAware));
        Assert.Contains("model.1.bn", trained.Provenance[ProvenanceKeys.Ranges], StringComparison.Ordinal);
        var told = JsonDocument
            .Parse(trained.Provenance[ProvenanceKeys.Ranges])
            .RootElement.GetProperty("values")
            .GetProperty("model.1.act");
        var used = run.Report!.Model.Summary.Quantization!.Ranges["model.1.act"];
        Assert.Equal(told[0].GetSingle() * (255 - told[1].GetInt32()), used.High, 1e-4f);
        Assert.True(File.Exists(Output("quantize-aware.csv")));
        Assert.Equal("", Ran(RunTo(StageKind.Gate, Clone.Request(Aware))));

        var exact = Assert.Throws<PruneException>(() =>
            RunTo(StageKind.Gate, Clone.Request("<QuantizeAwareEpochs>1</QuantizeAwareEpochs>"))
        );
        Assert.Equal(Codes.ContradictoryOptions, exact.Code);
    }

    [Fact]
    public void Zeros_stay_zeros_and_the_compressed_size_is_told()
    {
        const string Sparse = "<Granularity>2:4</Granularity><SparseEpochs>0</SparseEpochs>";
        var run = RunTo(StageKind.Gate, Clone.Request($"<Quantization>int8</Quantization>{Sparse}", target: ""));
        Assert.True(run.Passed);
        var summary = run.Report!.Model.Summary;
        var weights = ModelProto
            .Parser.ParseFrom(File.ReadAllBytes(Output("Detector.onnx")))
            .Graph.Initializer.Where(constant => constant.Name.EndsWith(".weight_quantized", StringComparison.Ordinal))
            .ToList();
        Assert.NotEmpty(weights);
        Assert.InRange(
            weights.Sum(one => one.RawData.Count(value => value == 0)) / (double)weights.Sum(one => one.RawData.Length),
            0.4,
            1
        );
        Assert.InRange(summary.CompressedSize, 1, summary.FileSize - 1);
        Assert.Contains("compressed", MarkdownReport.Write(run.Report), StringComparison.Ordinal);
    }
}
