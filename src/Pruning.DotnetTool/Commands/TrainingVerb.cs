using System.CommandLine;
using Pruning.Checkpoints;
using Pruning.Data;
using Pruning.DotnetTool.Models;
using Pruning.DotnetTool.Output;
using Pruning.DotnetTool.Terminal;
using Pruning.Evaluation;
using Pruning.Execution;
using Pruning.Graphs;
using Pruning.Pipeline.Options;
using Pruning.Training;
using Pruning.Training.Anchors;
using Pruning.Training.Distilling;
using Pruning.Yolo;

namespace Pruning.DotnetTool.Commands;

/// <summary>What the verbs that train share: their arguments, the data, the resumable run, and what is told of it.</summary>
internal static class TrainingVerb
{
    /// <param name="asked">The verb's options, but those that all have.</param>
    public static Command Create(IConsole console, string name, string description, Argument<string> model, TrainRequest.Options asked)
    {
        var output = OutputModel.Option(" Beside it a folder <output>.training keeps checkpoints, to resume from, and the history.");
        var half = new Option<bool>("--half") { Description = "Writes 16-bit weights: half the size." };
        var device = CommonOptions.Device();
        var threads = CommonOptions.Threads();
        var command = new Command(name, description) { model, output };
        foreach (var option in asked.All.Concat([half, device, threads]))
            command.Options.Add(option);
        return CommandScope.Attach(command, console, (scope, parsed, cancellation) =>
        {
            var request = asked.Read(parsed);
            var stated = parsed.GetRequiredValue(model);
            var path = OutputModel.Claim(parsed.GetRequiredValue(output), stated);
            TorchStart.Run(parsed.GetValue(threads) ?? 0);
            var dataset = Dataset.Load(request.Data, scope.Work, request.Reading);
            var start = Start(name, ModelFile.Locate(stated, scope.Work, cancellation), dataset, request, scope.Work);
            var execution = new ExecutionOptions(ExecutionDevice.Resolve(parsed.GetRequiredValue(device)));
            var folder = path + ".training";
            Zeros.Note(start, request.Training.KeepsZeros, line => scope.Work.Note($"{name}: {line}"));
            if (!Trainer.HasCheckpoint(folder))
                scope.Work.Run(name, report => DecodingTrial.Require([dataset.Split("train"), .. Validation(dataset) is { } watched ? [watched] : Array.Empty<DatasetSplit>()], report, cancellation));
            using var loader = Loader(name, dataset, request, start.MaximumStride, folder, scope.Work);
            var feed = Feed(loader, dataset, request);
            var training = request.Training with
            {
                Execution = execution,
                NominalBatch = request.NominalBatch ?? NominalBatchChoice.For(feed.BatchesPerEpoch, request.Training.Epochs, request.Training.BatchSize),
                Distillation = Taught(request.Distillation, scope.Work, cancellation),
            };
            var options = TrainingPrecision.Settle(
                start, request.Precision, training, folder, line => scope.Work.Note($"{name}: {line}"), cancellation);
            var result = scope.Work.Train(name, progress => Trainer.Run(start, feed, options, folder, progress, scope.Work, cancellation));
            OutputModel.Save(path, result.Best, name, parsed.GetValue(half));
            var measured = Measure(path, dataset, request, execution, scope.Work, cancellation);
            var told = TrainOutput.Of(path, request.Training.Epochs, result, measured);
            scope.Write(told, writer => TrainText.Write(writer, told));
            return ExitCodes.Success;
        }, Afterwards.SameCommand);
    }

    private static Network Start(string verb, string model, Dataset dataset, TrainRequest request, WorkReporter work)
    {
        var network = Adapted(verb, model, dataset, request, work);
        return request.AutoAnchor
            ? AnchorCheck.Fit(network, dataset.Split("train"), request.Images.ImageSize, request.Training.Hyperparameters.AnchorRatio, request.Images.Seed, line => work.Note($"{verb}: {line}"), work)
            : network;
    }

    private static Network Adapted(string verb, string model, Dataset dataset, TrainRequest request, WorkReporter work)
    {
        var seed = (int)request.Images.Seed;
        if (request.TakesArchitectures && !File.Exists(model) && YoloArchitecture.IsKnown(model))
            return YoloArchitecture.Create(model, dataset.ClassNames, seed);
        var network = CheckpointReader.Read(model, work);
        if (!request.Reading.SingleClass)
            ClassAgreement.Report(model, network.ClassNames, dataset.YamlPath, dataset.ClassNames, work);
        var adapted = HeadTransfer.ToClasses(network, dataset.ClassNames, seed);
        work.Note($"{verb}: {HeadTransfer.Describe(network, adapted, Path.GetFileName(model))}");
        return adapted;
    }

    private static DistillationOptions? Taught(DistillationChoice? choice, WorkReporter work, CancellationToken cancellation) => choice is null
        ? null
        : new DistillationOptions(CheckpointReader.Read(ModelFile.Locate(choice.Teacher!, work, cancellation), work))
        {
            OutputWeight = choice.OutputWeight,
            FeatureWeight = choice.FeatureWeight,
            Temperature = choice.Temperature,
        };

    private static TrainingLoader Loader(string verb, Dataset dataset, TrainRequest asked, int stride, string folder, WorkReporter work)
    {
        var cache = ImageCacheBudget.Resolve(asked.CacheMemory, asked.CacheDisk, folder, work);
        work.Note($"{verb}: {cache.Describe(dataset.Split("train"), asked.Images.ImageSize)}");
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
