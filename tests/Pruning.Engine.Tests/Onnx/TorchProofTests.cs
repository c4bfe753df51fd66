using System.Collections.Immutable;
using Pruning.Checkpoints;
using Pruning.Diagnostics;
using Pruning.Execution;
using Pruning.Graphs;
using Pruning.Pruners;
using Pruning.Testing;
using Pruning.Yolo;

namespace Pruning.Onnx;

/// <summary>
/// The exported file in ONNX Runtime against the network on libtorch: the proof as it is made in a build.
/// </summary>
public class TorchProofTests
{
    private static readonly ImmutableArray<string> Names = ["a", "b", "c"];

    [Theory]
    [InlineData("yolov5n", 96)]
    [InlineData("yolov5s", 64)]
    [InlineData("yolov5m", 64)]
    [InlineData("yolov5n6", 128)]
    public void Architectures_of_all_kinds_export_faithfully(string architecture, int size) =>
        Prove(YoloArchitecture.Create(architecture, Names, seed: 1), size);

    [Fact]
    public void A_pruned_network_exports_faithfully_and_smaller()
    {
        var dense = YoloArchitecture.Create("yolov5n", Names, seed: 1);
        var plan = PrunePlanner.Plan(
            dense,
            [new SparsityTarget(TargetMetric.Flops, 0.5)],
            new PlanningOptions { Image = Extent.Square(320) }
        );
        var pruned = Surgery.Prune(dense, plan);
        Prove(pruned, 96);
        var options = new OnnxExportOptions(320);
        var (before, after) = (
            OnnxReader.Describe(OnnxExporter.Export(dense, options), "dense"),
            OnnxReader.Describe(OnnxExporter.Export(pruned, options), "pruned")
        );
        Assert.InRange(after.Flops!.Value / (double)before.Flops!.Value, 0.45, 0.5);
        Assert.True(after.FileBytes < before.FileBytes);
    }

    [RealDataFact]
    public void The_official_model_exports_faithfully()
    {
        var network = CheckpointReader.Read(TestData.PathOf("yolov5n.pt"), new DiagnosticList());
        Prove(network, 320);
    }

    private static void Prove(Network network, int size)
    {
        using var torch = new TorchDetector(network);
        var deviation = ExportProof.Verify(OnnxExporter.Export(network, new OnnxExportOptions(size)), torch, size);
        Assert.InRange(deviation.MaximumPixels, 0, 0.02);
        Assert.InRange(deviation.MaximumConfidence, 0, 1e-4);
    }
}
