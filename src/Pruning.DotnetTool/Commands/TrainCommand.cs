using System.CommandLine;
using Pruning.Checkpoints;
using Pruning.Data;
using Pruning.DotnetTool.Models;
using Pruning.DotnetTool.Output;
using Pruning.DotnetTool.Terminal;
using Pruning.Evaluation;
using Pruning.Execution;
using Pruning.Graphs;
using Pruning.Training;
using Pruning.Training.Anchors;
using Pruning.Yolo;

namespace Pruning.DotnetTool.Commands;

/// <summary><c>train</c>: dense training of a checkpoint, or of an architecture from scratch, on a dataset.</summary>
internal static class TrainCommand
{
    public static Command Create(IConsole console)
    {
        var model = CommonOptions.Model();
        var asked = new TrainRequest.Options();
        var output = new Option<string>("--output", "-o") { Description = "The .safetensors file to write. Beside it a folder <output>.training keeps checkpoints, to resume from, and the history.", HelpName = "file", Required = true };
        var half = new Option<bool>("--half") { Description = "Writes 16-bit weights: half the size." };
        var device = CommonOptions.Device();
        var threads = CommonOptions.Threads();
        var command = new Command("train", "Trains a checkpoint, or an architecture from scratch, and writes the epoch that is best on the validation images. Run again after an interruption, it goes on where it stopped.")
        {
            model, output,
        };
        foreach (var option in asked.All.Concat([half, device, threads]))
            command.Options.Add(option);
        return CommandScope.Attach(command, console, (scope, parsed, cancellation) =>
        {
            var request = asked.Read(parsed);
            var path = Path.GetFullPath(parsed.GetRequiredValue(output));
            TorchStart.Run(parsed.GetValue(threads) ?? 0);
            var dataset = Dataset.Load(request.Data, scope.Work, request.Reading);
            var start = Start(ModelFile.Locate(parsed.GetRequiredValue(model), scope.Work, cancellation), dataset, request, scope.Work);
            var execution = new ExecutionOptions(ExecutionDevice.Resolve(parsed.GetRequiredValue(device)));
            var folder = path + ".training";
            using var loader = Loader(dataset, request, start.MaximumStride, folder, scope.Work);
            var options = TrainingPrecision.Settle(
                start, request.Precision, request.Training with { Execution = execution }, folder, line => scope.Work.Note($"train: {line}"), cancellation);
            var result = scope.Work.Train(progress => Trainer.Run(start, Feed(loader, dataset, request), options, folder, progress, scope.Work, cancellation));
            SafetensorsFile.Save(path, result.Best with { Provenance = result.Best.Provenance.SetItem(ProvenanceKeys.Stage, "train") }, parsed.GetValue(half));
            var measured = Measure(path, dataset, request, execution, scope.Work, cancellation);
            var told = TrainOutput.Of(path, request.Training.Epochs, result, measured);
            scope.Write(told, writer => TrainText.Write(writer, told));
            return ExitCodes.Success;
        });
    }

    private static Network Start(string model, Dataset dataset, TrainRequest request, WorkReporter work)
    {
        var network = Adapted(model, dataset, (int)request.Images.Seed, work);
        return request.AutoAnchor
            ? AnchorCheck.Fit(network, dataset.Split("train"), request.Images.ImageSize, request.Training.Hyperparameters.AnchorRatio, request.Images.Seed, line => work.Note($"train: {line}"), work)
            : network;
    }

    private static Network Adapted(string model, Dataset dataset, int seed, WorkReporter work)
    {
        if (!File.Exists(model) && YoloArchitecture.IsKnown(model))
            return YoloArchitecture.Create(model, dataset.ClassNames, seed);
        var network = CheckpointReader.Read(model, work);
        var adapted = HeadTransfer.ToClasses(network, dataset.ClassNames, seed);
        work.Note($"train: {HeadTransfer.Describe(network, adapted, Path.GetFileName(model))}");
        return adapted;
    }

    private static TrainingLoader Loader(Dataset dataset, TrainRequest asked, int stride, string folder, WorkReporter work)
    {
        var cache = ImageCacheBudget.Resolve(asked.CacheMemory, asked.CacheDisk, folder, work);
        work.Note($"train: {cache.Describe(dataset.Split("train"), asked.Images.ImageSize)}");
        return new TrainingLoader(dataset.Split("train"), asked.Images with { Stride = stride, Cache = cache });
    }

    private static TrainingData Feed(TrainingLoader loader, Dataset dataset, TrainRequest asked)
    {
        var train = dataset.Split("train");
        var validation = Validation(dataset);
        // Enough to notice that a folder's checkpoint belongs to other images; the pipeline's stages hash their content.
        var identity = FormattableString.Invariant($"{asked.Data} {dataset.Options.SingleClass} {asked.Images with { Cache = ImageCacheBudget.None, Workers = 0 }} {train.Images.Length} {train.LabelCount} {validation?.LabelCount}");
        return TrainingData.Of(loader, validation, EvaluationOf(asked), identity);
    }

    /// <summary>What was written is what is measured: as it will be loaded, rounded to 16 bits where that was asked for.</summary>
    private static EvaluationResult? Measure(string path, Dataset dataset, TrainRequest asked, ExecutionOptions execution, WorkReporter work, CancellationToken cancellation)
    {
        if (Validation(dataset) is not { } validation)
            return null;
        using var detector = new TorchDetector(SafetensorsFile.Load(path), execution);
        return work.Run("evaluate", _ => Evaluator.Evaluate(detector, validation, EvaluationOf(asked), diagnostics: work, cancellation: cancellation));
    }

    private static DatasetSplit? Validation(Dataset dataset) => dataset.HasSplit("val") ? dataset.Split("val") : null;

    private static EvaluationOptions EvaluationOf(TrainRequest asked) => new() { ImageSize = asked.Images.ImageSize, BatchSize = asked.Images.BatchSize };
}
