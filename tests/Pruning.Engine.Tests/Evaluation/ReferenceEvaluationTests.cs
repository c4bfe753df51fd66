using Pruning.Checkpoints;
using Pruning.Data;
using Pruning.Diagnostics;
using Pruning.Evaluation;
using Pruning.Execution;
using Pruning.Testing;
using Xunit;
using Xunit.Abstractions;

namespace Pruning.Tests.Evaluation;

/// <summary>The official model on 128 images of COCO: the original implementation's own figures.</summary>
[Collection(TorchCollection.Name)]
public class ReferenceEvaluationTests(ITestOutputHelper output)
{
    [RealDataTheory]
    [InlineData(320, true, 0.570940, 0.412072, 0.459080, 0.281975)]
    [InlineData(320, false, 0.524268, 0.433967, 0.463474, 0.287517)]
    public void The_official_model_scores_what_the_original_says(
        int size,
        bool rectangular,
        double precision,
        double recall,
        double map50,
        double map5095
    )
    {
        using var detector = new TorchDetector(
            CheckpointReader.Read(TestData.PathOf("yolov5n.pt"), new DiagnosticList())
        );
        var split = Dataset.Load(TestData.PathOf("coco-val128/data.yaml"), new DiagnosticList()).Split("val");
        var result = Evaluator.Evaluate(
            detector,
            split,
            new EvaluationOptions { ImageSize = size, Rectangular = rectangular }
        );
        output.WriteLine($"{result with { PerClass = [] }}");
        Assert.Equal((128, 898), (result.Images, result.Labels));
        Assert.Equal(map50, result.Map50!.Value, 0.002);
        Assert.Equal(map5095, result.Map5095!.Value, 0.002);
        Assert.Equal(precision, result.Precision!.Value, 0.005);
        Assert.Equal(recall, result.Recall!.Value, 0.005);
    }
}
