using Pruning.Benchmarks.CommandLine;
using Pruning.Checkpoints;
using Pruning.Data;
using Pruning.Graphs;

namespace Pruning.Benchmarks.Inputs;

/// <summary>What is measured on: real weights and pictures where they are, otherwise drawn ones.</summary>
/// <param name="Model">A YOLOv5n checkpoint.</param>
/// <param name="TrainingData">A dataset's yaml; its <c>train</c> split is trained on.</param>
/// <param name="EvaluationData">A dataset's yaml; its <c>val</c> split has the model's classes.</param>
/// <param name="Description">In words, for the report.</param>
internal sealed record BenchmarkInputs(string Model, string TrainingData, string EvaluationData, string Description)
{
    /// <summary>Takes the <see cref="ReferenceData"/>; draws where there is none.</summary>
    /// <param name="folder">Takes what is drawn.</param>
    public static BenchmarkInputs Find(BenchmarkSettings settings, WorkFolder folder) =>
        !settings.Synthetic && Real() is { } real ? real : Drawn(settings, folder);

    public Network ReadModel() => CheckpointReader.Read(Model, UnheardDiagnostics.Instance);

    public DatasetSplit Training() => Dataset.Load(TrainingData, UnheardDiagnostics.Instance).Split("train");

    public DatasetSplit Evaluation() => Dataset.Load(EvaluationData, UnheardDiagnostics.Instance).Split("val");

    private static BenchmarkInputs? Real() =>
        ReferenceData.Find("yolov5n.pt") is { } model
        && ReferenceData.Find(Path.Combine("bccd", "data.yaml")) is { } training
        && ReferenceData.Find(Path.Combine("coco-val128", "data.yaml")) is { } evaluation
            ? new BenchmarkInputs(model, training, evaluation, "on yolov5n.pt, blood cells and 128 COCO pictures")
            : null;

    private static BenchmarkInputs Drawn(BenchmarkSettings settings, WorkFolder folder)
    {
        var (model, data) = DrawnInputs.Make(
            folder,
            settings.Quick ? (Train: 16, Validation: 16) : (Train: 208, Validation: 128)
        );
        return new BenchmarkInputs(
            model,
            data,
            data,
            $"on DRAWN pictures and UNTRAINED weights: speeds are comparable with one another, accuracy means "
                + $"nothing; {ReferenceData.FolderVariable} names the folder of real ones"
        );
    }
}
