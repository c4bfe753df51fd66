using System.Collections.Immutable;
using Pruning.Checkpoints;
using Pruning.Checkpoints.Official;
using Pruning.Diagnostics;
using Pruning.Pipeline.Options;
using Pruning.Pipeline.Previews;
using Pruning.Pipeline.Stages;
using Pruning.Pipeline.Store;

namespace Pruning.Pipeline;

/// <summary>One build of one project: what <c>dotnet build</c>'s engine and <c>dotnet prune build</c> run.</summary>
public sealed class PipelineRun
{
    private readonly ProjectRequest _request;
    private readonly IDiagnosticSink _diagnostics;
    private readonly IProgress<PipelineEvent>? _progress;

    /// <param name="diagnostics">Told of warnings, and of failing gates (errors included) as diagnostics at their lines.</param>
    /// <param name="progress">Called on the working thread.</param>
    public PipelineRun(ProjectRequest request, IDiagnosticSink diagnostics, IProgress<PipelineEvent>? progress = null)
    {
        _request = request;
        _diagnostics = diagnostics;
        _progress = progress;
    }

    /// <summary>Runs every stage up to and including <paramref name="target"/>, taking from the store what is there.</summary>
    /// <exception cref="PruneException">The project, its data or its model is at fault.</exception>
    /// <exception cref="OperationCanceledException">Stopped; what was finished is kept, and the next run resumes.</exception>
    public PipelineResult RunTo(StageKind target, CancellationToken cancellation = default) =>
        Located(() => Run(target, cancellation));

    private PipelineResult Run(StageKind target, CancellationToken cancellation)
    {
        var root = CacheLocation.Of(_request);
        StoreFailure.RequireWritable(root);
        using var exclusive = FileLock.Acquire(
            Path.Combine(root, "locks"),
            _request.ProjectPath,
            $"building {Path.GetFileName(_request.ProjectPath)}",
            holder => _progress?.Report(new StepWaiting(StageNames.NameOf(target), target, holder)),
            cancellation);
        var (inputs, stages) = Prepare(root, cancellation);
        var runner = new StageRunner(new StageStore(root, _diagnostics), _diagnostics, _progress)
        {
            IgnoreStored = inputs.Options.NoCache,
            StoredOnly = inputs.Options.FailIfNotCached,
            Location = _request.Location,
        };
        var steps = Remembering(inputs.Files, () => runner.RunTo(stages, target, cancellation));
        var output = new OutputFolder(_request.OutputDirectory, _request.Name);
        output.PublishLogs(steps.Where(step => step.Outcome != StageOutcome.NotNeeded));
        if (target != StageKind.Gate)
        {
            output.WritePending(Pending(stages, inputs.Options.NoCache ? null : new StageStore(root, _diagnostics)));
            return new PipelineResult(steps, null);
        }

        var gate = new GateStage(_request, inputs.Options.Gates, [.. inputs.Options.Targets.Select(goal => goal.ToString())]);
        var report = gate.Run(steps, _diagnostics);
        output.WriteInputs(InputsOf(inputs));
        return new PipelineResult(steps, report);
    }

    private static ImmutableArray<string> Pending(IReadOnlyList<IStage> stages, StageStore? store) =>
        [.. StagePlan.Of(stages, StageKind.Gate, store).Where(step => step.Outcome == StageOutcome.Ran).Select(step => StageNames.NameOf(step.Stage.Kind)).Distinct()];

    private static ImmutableArray<string> InputsOf(ProjectInputs inputs)
    {
        var (options, yaml) = (inputs.Options, inputs.Dataset.YamlPath);
        string?[] single = [options.BaseModelIsFile ? options.BaseModel : null, options.BaseModelIsFile ? CheckpointReader.DescriptionBeside(options.BaseModel) : null, options.Hyperparameters, yaml];
        return InputList.Of(single.OfType<string>(), inputs.Files.Asked.Except(single.OfType<string>()), Path.GetDirectoryName(yaml)!);
    }

    /// <summary>What a whole run would do and make, in seconds and without doing it.</summary>
    /// <param name="note">Told what there is to know about the base model.</param>
    /// <exception cref="PruneException">The project or its data is at fault; what is wrong with the cut is part of the result.</exception>
    public BuildPreview Preview(Action<string> note, CancellationToken cancellation = default)
    {
        return Located(() =>
        {
            var root = CacheLocation.Of(_request);
            var (inputs, stages) = Prepare(root, cancellation);
            var store = inputs.Options.NoCache ? null : new StageStore(root, _diagnostics);
            return Remembering(inputs.Files, () => new PreviewMaker(inputs, stages, _diagnostics, note).Make(StagePlan.Of(stages, StageKind.Gate, store), cancellation));
        });
    }

    private T Located<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (PruneException refusal) when (refusal.Diagnostic.Location is null)
        {
            throw new PruneException(refusal.Diagnostic with { Location = _request.Location }, refusal);
        }
    }

    private (ProjectInputs Inputs, IReadOnlyList<IStage> Stages) Prepare(string root, CancellationToken cancellation)
    {
        var options = WithWeights(ProjectOptions.Read(_request, _diagnostics), root, cancellation);
        var inputs = ProjectInputs.Open(_request, options, root, _diagnostics);
        GateClasses.Check(options.Gates, inputs.Dataset.ClassNames);
        return (inputs, StageList.Of(inputs));
    }

    // Fingerprints are by content, so official weights have to be there before anything is planned.
    private ProjectOptions WithWeights(ProjectOptions options, string root, CancellationToken cancellation)
    {
        if (options.BaseModelIsFile || !OfficialRelease.Names(options.BaseModel))
            return options;
        var path = OfficialWeights.In(root).Get(
            options.BaseModel,
            (message, done) => _progress?.Report(new StepProgress(StepNames.Import, StageKind.Import, message, done)),
            cancellation);
        return options with { BaseModel = path, BaseModelIsFile = true };
    }

    // What was hashed is worth keeping also when a stage fails later.
    private static T Remembering<T>(FileHashes files, Func<T> work)
    {
        try
        {
            return work();
        }
        finally
        {
            files.Save();
        }
    }
}
