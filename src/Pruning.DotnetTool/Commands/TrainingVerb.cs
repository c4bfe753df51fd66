using System.CommandLine;
using Pruning.Checkpoints;
using Pruning.Data;
using Pruning.Diagnostics;
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
        // The model and its teacher are read here, so that their faults are told first, and by the stages.
        var told = new ToldOnce(scope.Work);
        var dataset = Dataset.Load(OptionCatalogue.Dataset.Read(request), told, TrainArguments.Reading(request));
        var start = Start(
            ModelFile.Locate(model, scope.Work, cancellation),
            options,
            request,
            dataset,
            scope.Work,
            told
        );
        options = options with { Distillation = Located(options.Distillation, scope.Work, told, cancellation) };
        var execution = new ExecutionOptions(ExecutionDevice.Resolve(parsed.GetRequiredValue(_device)));
        var inputs = StageInputs
            .Of(
                dataset,
                execution,
                parsed.GetValue(_cache) is { } cache ? Path.GetFullPath(cache) : CacheLocation.Default(),
                told,
                cancellation
            )
            .With(RecipeOptions.Read(request)) with
        {
            ImageCache = ImageCacheLimits.Read(request),
        };
        var run = new TrainingRun(start, options, inputs, request, asked.Length);
        var trained = scope.Work.Train(name, epochs =>
            run.Run(told, new TrainingEvents(name, scope.Work, epochs), cancellation)
        );
        inputs.Files.Save();
        TrainingFiles.Write(trained, path, name, parsed.GetValue(_half));
        var measured = Measure(path, dataset, options, execution, scope.Work, told, cancellation);
        var output = TrainOutput.Of(path, TrainingFiles.Summary(trained), measured);
        scope.Write(output, writer => TrainText.Write(writer, output));
        return ExitCodes.Success;
    }

    // A file's own faults are told before anything is hashed or stored.
    private ImportOptions Start(
        string model,
        TrainOptions options,
        ProjectRequest request,
        Dataset dataset,
        WorkReporter work,
        IDiagnosticSink diagnostics
    )
    {
        var seed = OptionCatalogue.Seed.Read(request);
        if (asked.TakesArchitectures && !File.Exists(model) && YoloArchitecture.IsKnown(model))
            return new ImportOptions(model, null, seed);
        model = FullPath(model);
        var network = CheckpointReader.Read(model, diagnostics);
        if (!dataset.Options.SingleClass)
            ClassAgreement.Report(model, network.ClassNames, dataset.YamlPath, dataset.ClassNames, diagnostics);
        Zeros.Note(network, options.KeepsZeros, line => work.Note($"{name}: {line}"));
        return new ImportOptions(null, model, seed) { KeepsResolution = !asked.TakesArchitectures };
    }

    private static DistillationChoice? Located(
        DistillationChoice? choice,
        WorkReporter work,
        IDiagnosticSink diagnostics,
        CancellationToken cancellation
    )
    {
        if (choice is null)
            return null;
        var teacher = FullPath(ModelFile.Locate(choice.Teacher!, work, cancellation));
        CheckpointReader.Read(teacher, diagnostics);
        return choice with { Teacher = teacher };
    }

    // A message about one that is not there names it as it was given.
    private static string FullPath(string model) => File.Exists(model) ? Path.GetFullPath(model) : model;

    /// <summary>
    /// What was written is what is measured: as it will be loaded, rounded to 16 bits where that was asked for.
    /// </summary>
    private static EvaluationResult? Measure(
        string path,
        Dataset dataset,
        TrainOptions options,
        ExecutionOptions execution,
        WorkReporter work,
        IDiagnosticSink diagnostics,
        CancellationToken cancellation
    )
    {
        if (!dataset.HasSplit(StageInputs.Validation))
            return null;
        var network = SafetensorsFile.Load(path);
        using var detector = new TorchDetector(network, execution) { Resolution = network.Resolution };
        return work.Run("evaluate", _ =>
            Evaluator.Evaluate(
                detector,
                dataset.Split(StageInputs.Validation),
                options.ForEvaluation(options.ImageSize),
                diagnostics: diagnostics,
                cancellation: cancellation
            )
        );
    }
}
