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
using Pruning.Yolo;

namespace Pruning.DotnetTool.Commands;

/// <summary><c>train</c>: dense training of a checkpoint, or of an architecture from scratch, on a dataset.</summary>
internal static class TrainCommand
{
    public static Command Create(IConsole console)
    {
        var model = CommonOptions.Model();
        var data = new Option<string>("--data") { Description = "The dataset's yaml.", HelpName = "yaml", Required = true };
        var output = new Option<string>("--output", "-o") { Description = "The .safetensors file to write. Beside it a folder <output>.training keeps checkpoints, to resume from, and the history.", HelpName = "file", Required = true };
        var epochs = CommonOptions.Positive("--epochs", "Passes over the training images. [default: 100]", "count");
        var size = CommonOptions.Positive("--imgsz", "Side of the training images in pixels. [default: 640]", "pixels");
        var batch = CommonOptions.Positive("--batch", "Images at a time. [default: 16]", "count");
        var nominal = CommonOptions.Positive("--nominal-batch", "Images an optimiser step: gradients of several batches add up to it. Small datasets learn faster with fewer. [default: 64]", "count");
        var hyperparameters = new Option<string?>("--hyp") { Description = "A yaml of YOLOv5's hyper-parameters.", HelpName = "yaml" };
        var seed = new Option<int>("--seed") { Description = "Everything random follows from it.", HelpName = "number" };
        var half = new Option<bool>("--half") { Description = "Writes 16-bit weights: half the size." };
        var singleClass = CommonOptions.SingleClass();
        var strict = CommonOptions.Strict();
        var device = CommonOptions.Device();
        var threads = CommonOptions.Threads();
        var command = new Command("train", "Trains a checkpoint, or an architecture from scratch, and writes the epoch that is best on the validation images.")
        {
            model, data, output, epochs, size, batch, nominal, hyperparameters, seed, half, singleClass, strict, device, threads,
        };
        return CommandScope.Attach(command, console, (scope, parsed, cancellation) =>
        {
            var asked = new Request(
                parsed.GetRequiredValue(data),
                parsed.GetValue(size) ?? 640,
                parsed.GetValue(batch) ?? 16,
                parsed.GetValue(seed),
                parsed.GetValue(hyperparameters));
            var path = Path.GetFullPath(parsed.GetRequiredValue(output));
            TorchStart.Run(parsed.GetValue(threads) ?? 0);
            var (gains, augmentation) = asked.Hyperparameters is { } yaml ? HyperparameterFile.Read(yaml) : (new Hyperparameters(), new AugmentationOptions());
            var dataset = Dataset.Load(asked.Data, scope.Work, CommonOptions.Reading(parsed, singleClass, strict));
            var start = Start(ModelFile.Locate(parsed.GetRequiredValue(model), scope.Work, cancellation), dataset, asked.Seed, scope.Work);
            var options = new TrainingOptions
            {
                Epochs = parsed.GetValue(epochs) ?? 100,
                ImageSize = asked.ImageSize,
                BatchSize = asked.Batch,
                NominalBatch = parsed.GetValue(nominal) ?? 64,
                Hyperparameters = gains,
                Execution = new ExecutionOptions(ExecutionDevice.Resolve(parsed.GetRequiredValue(device))),
            };
            var result = scope.Work.Run("train", report => Trainer.Run(
                start, Feed(dataset, asked, augmentation), options, path + ".training", new Steps(report), scope.Work, cancellation));
            SafetensorsFile.Save(path, result.Best with { Provenance = result.Best.Provenance.SetItem(ProvenanceKeys.Stage, "train") }, parsed.GetValue(half));
            var told = TrainOutput.Of(path, result);
            scope.Write(told, writer => TrainText.Write(writer, told));
            return ExitCodes.Success;
        });
    }

    private static Network Start(string model, Dataset dataset, int seed, WorkReporter work)
    {
        if (!File.Exists(model) && YoloArchitecture.IsKnown(model))
            return YoloArchitecture.Create(model, dataset.ClassNames, seed);
        var network = CheckpointReader.Read(model, work);
        var adapted = HeadTransfer.ToClasses(network, dataset.ClassNames, seed);
        work.Note($"train: {HeadTransfer.Describe(network, adapted, Path.GetFileName(model))}");
        return adapted;
    }

    private static TrainingData Feed(Dataset dataset, Request asked, AugmentationOptions augmentation)
    {
        var train = dataset.Split("train");
        var loader = new TrainingLoader(train, new TrainingLoaderOptions { ImageSize = asked.ImageSize, BatchSize = asked.Batch, Seed = asked.Seed, Augmentation = augmentation });
        var validation = dataset.HasSplit("val") ? dataset.Split("val") : null;
        // Enough to notice that a folder's checkpoint belongs to other images; the pipeline's stages hash their content.
        var identity = FormattableString.Invariant($"{asked} {augmentation} {train.Images.Length} {train.LabelCount} {dataset.Options.SingleClass} {validation?.LabelCount}");
        return TrainingData.Of(loader, validation, new EvaluationOptions { ImageSize = asked.ImageSize, BatchSize = asked.Batch }, identity);
    }

    private sealed record Request(string Data, int ImageSize, int Batch, int Seed, string? Hyperparameters);

    /// <summary>Reports on the trainer's own thread, in order.</summary>
    private sealed class Steps(Action<string, double?> report) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            var accuracy = value.Completed is { Map50: { } map50, Map5095: { } map5095 }
                ? FormattableString.Invariant($", mAP50 {map50:0.000}, mAP50-95 {map5095:0.000}")
                : "";
            report(
                FormattableString.Invariant($"epoch {value.Epoch} of {value.Epochs}, loss {value.Losses.Sum:0.0000}, {value.ImagesPerSecond:0} images/s{accuracy}"),
                (value.Epoch - 1 + ((double)value.Batch / value.Batches)) / value.Epochs);
        }
    }
}
