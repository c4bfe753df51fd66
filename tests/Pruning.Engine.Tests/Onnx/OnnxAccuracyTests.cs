using Pruning.Checkpoints;
using Pruning.Data;
using Pruning.Diagnostics;
using Pruning.Evaluation;
using Pruning.Execution;
using Pruning.Onnx.Runtime;
using Pruning.Testing;

namespace Pruning.Onnx;

public class OnnxAccuracyTests
{
    [RealDataFact]
    public void The_exported_file_is_as_accurate_as_the_network_and_as_the_original_says()
    {
        var diagnostics = new DiagnosticList();
        var network = CheckpointReader.Read(TestData.PathOf("yolov5n.pt"), diagnostics);
        var split = Dataset.Load(TestData.PathOf("coco-val128/data.yaml"), diagnostics).Split("val");
        var options = new EvaluationOptions { ImageSize = 320 };
        using var onnx = new OnnxDetector(OnnxExporter.Export(network, new OnnxExportOptions(320)), "yolov5n");
        using var torch = new TorchDetector(network);
        var exported = Evaluator.Evaluate(onnx, split, options);
        var trained = Evaluator.Evaluate(torch, split, options);

        Assert.Equal((128, 898), (exported.Images, exported.Labels));
        Assert.Equal(0.463474, exported.Map50!.Value, 0.005); // the original's figures, full squares
        Assert.Equal(0.287517, exported.Map5095!.Value, 0.005);
        Assert.Equal(trained.Map50!.Value, exported.Map50.Value, 0.001);
        Assert.Equal(trained.Map5095!.Value, exported.Map5095.Value, 0.001);
    }

    [RealDataFact]
    public void The_originals_export_read_back_as_a_network_is_as_accurate_as_the_original_says()
    {
        var diagnostics = new DiagnosticList();
        var split = Dataset.Load(TestData.PathOf("coco-val128/data.yaml"), diagnostics).Split("val");
        using var torch = new TorchDetector(
            CheckpointReader.Read(TestData.PathOf("reference/yolov5n_320.onnx"), diagnostics)
        );
        var measured = Evaluator.Evaluate(torch, split, new EvaluationOptions { ImageSize = 320 });
        Assert.Equal(0.463474, measured.Map50!.Value, 0.005);
        Assert.Equal(0.287517, measured.Map5095!.Value, 0.005);
    }
}
