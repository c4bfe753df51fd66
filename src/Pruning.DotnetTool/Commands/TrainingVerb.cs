using System.CommandLine;
using Pruning.Checkpoints;
using Pruning.Data;
using Pruning.DotnetTool.Models;
using Pruning.DotnetTool.Output;
using Pruning.DotnetTool.Terminal;
using Pruning.Evaluation;
using Pruning.Execution;
using Pruning.Pipeline;
using Pruning.Pipeline.Options;
using Pruning.Pipeline.Stages;
using Pruning.Pipeline.Store;
using Pruning.Storage;
using Pruning.Yolo;

namespace Pruning.DotnetTool.Commands;

/// <summary>
/// The verbs that train: a build's training stage on a file, through the store, so that one takes what the other has
/// trained. Its result is written where the command line says, and measured.
/// </summary>
internal sealed class TrainingVerb(string name, TrainArguments asked)
{
    private readonly Option<bool> _half = new("--half") { Description = "Writes 16-bit weights: half the size." };
    private readonly Option<string> _device = CommonOptions.Device();
    private readonly Option<int?> _threads = CommonOptions.Threads();
    private readonly Option<string?> _cache = CommonOptions.CacheFolder();
    private readonly Option<string> _output = OutputModel.Option(
        " Beside it a folder <output>.training keeps the history."
    );

    public Command Create(IConsole console, string description, Argument<string> model)
    {
        var command = new Command(name, description) { model, _output };
        foreach (var option in asked.All.Concat([_half, _device, _threads, _cache]))
            command.Options.Add(option);
        return CommandScope.Attach(
            command,
            console,
            (scope, parsed, cancellation) => Run(scope, parsed, parsed.GetRequiredValue(model), cancellation),
            Afterwards.SameCommand
        );
    }

    private int Run(CommandScope scope, ParseResult parsed, string model, CancellationToken cancellation)
    {
        var request = asked.Request(parsed);
        var options = asked.Training(parsed, request);
        var path = OutputModel.Claim(parsed.GetRequiredValue(_output), model);
        TorchStart.Run(parsed.GetValue(_threads) ?? 0);
        var dataset = Dataset.Load(OptionCatalogue.Dataset.Read(request), scope.Work, TrainArguments.Reading(request));
        var start = Start(ModelFile.Locate(model, scope.Work, cancellation), options, dataset, scope.Work);
        options = options with { Distillation = Located(options.Distillation, scope.Work, cancellation) };
        var execution = new ExecutionOptions(ExecutionDevice.Resolve(parsed.GetRequiredValue(_device)));
        var inputs = StageInputs
            .Of(
                dataset,
                execution,
                parsed.GetValue(_cache) is { } cache ? Path.GetFullPath(cache) : CacheLocation.Default(),
                scope.Work,
                cancellation
            )
            .With(RecipeOptions.Read(request)) with
        {
            ImageCache = ImageCacheLimits.Read(request),
        };
        var trained = Train(new TrainingRun(start, options, inputs, request, asked.Length), scope.Work, cancellation);
        inputs.Files.Save();
        TrainingFiles.Write(trained, path, name, parsed.GetValue(_half));
        var measured = Measure(path, dataset, options, execution, scope.Work, cancellation);
        var told = TrainOutput.Of(path, TrainingFiles.Summary(trained), measured);
        scope.Write(told, writer => TrainText.Write(writer, told));
        return ExitCodes.Success;
    }

    // A file's own faults are told before anything is hashed or stored.
    private ImportOptions Start(string model, TrainOptions options, Dataset dataset, WorkReporter work)
    {
        var seed = (int)(options.Seed & int.MaxValue);
        if (asked.TakesArchitectures && !File.Exists(model) && YoloArchitecture.IsKnown(model))
            return new ImportOptions(model, null, seed);
        var network = CheckpointReader.Read(model, work);
        if (!dataset.Options.SingleClass)
            ClassAgreement.Report(model, network.ClassNames, dataset.YamlPath, dataset.ClassNames, work);
        Zeros.Note(network, options.KeepsZeros, line => work.Note($"{name}: {line}"));
        return new ImportOptions(null, Path.GetFullPath(model), seed) { KeepsResolution = !asked.TakesArchitectures };
    }

    private static DistillationChoice? Located(
        DistillationChoice? choice,
        WorkReporter work,
        CancellationToken cancellation
    )
    {
        if (choice is null)
            return null;
        var teacher = ModelFile.Locate(choice.Teacher!, work, cancellation);
        // As for the model.
        CheckpointReader.Read(teacher, work);
        return choice with { Teacher = Path.GetFullPath(teacher) };
    }

    private StepResult Train(TrainingRun run, WorkReporter work, CancellationToken cancellation) =>
        work.Train(name, progress => run.Run(work, new TrainingEvents(name, work, progress), cancellation));

    /// <summary>
    /// What was written is what is measured: as it will be loaded, rounded to 16 bits where that was asked for.
    /// </summary>
    private static EvaluationResult? Measure(
        string path,
        Dataset dataset,
        TrainOptions options,
        ExecutionOptions execution,
        WorkReporter work,
        CancellationToken cancellation
    )
    {
        if (!dataset.HasSplit(StageInputs.Validation))
            return null;
        using var detector = new TorchDetector(SafetensorsFile.Load(path), execution);
        var evaluation = new EvaluationOptions { ImageSize = options.ImageSize, BatchSize = options.BatchSize };
        return work.Run("evaluate", _ =>
            Evaluator.Evaluate(
                detector,
                dataset.Split(StageInputs.Validation),
                evaluation,
                diagnostics: work,
                cancellation: cancellation
            )
        );
    }
}
