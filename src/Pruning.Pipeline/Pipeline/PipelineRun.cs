using System.Collections.Immutable;
using Pruning.Checkpoints;
using Pruning.Diagnostics;
using Pruning.Pipeline.Choices;
using Pruning.Pipeline.Durations;
using Pruning.Pipeline.Provenance;
using Pruning.Pipeline.Search;
using Pruning.Pipeline.Stages;
using Pruning.Pipeline.Status;
using Pruning.Pipeline.Store;
using Pruning.Reporting;
using Pruning.Signing;
using Pruning.Storage;

namespace Pruning.Pipeline;

/// <summary>One build of one project: what <c>dotnet build</c>'s engine and <c>dotnet prune build</c> run.</summary>
public sealed class PipelineRun
{
    private readonly ProjectRequest _request;
    private readonly DiagnosticRecorder _diagnostics;
    private readonly IProgress<PipelineEvent>? _progress;
    private readonly LocatedFailure _failure;

    /// <param name="diagnostics">
    /// Told of warnings, and of failing gates (errors included) as diagnostics at their lines.
    /// </param>
    /// <param name="progress">Called on the working thread.</param>
    public PipelineRun(ProjectRequest request, IDiagnosticSink diagnostics, IProgress<PipelineEvent>? progress = null)
    {
        _request = request;
        _diagnostics = new DiagnosticRecorder(diagnostics);
        _progress = progress;
        _failure = new LocatedFailure(request, _diagnostics);
    }

    /// <summary>What this process does with the project, for those who wait for it.</summary>
    public string Purpose { get; init; } = "building";

    /// <summary>
    /// Runs every stage up to and including <paramref name="target"/>, taking from the store what is there.
    /// </summary>
    /// <exception cref="PruneException">The project, its data or its model is at fault.</exception>
    /// <exception cref="OperationCanceledException">
    /// Stopped; what was finished is kept, and the next run resumes.
    /// </exception>
    public PipelineResult RunTo(StageKind target, CancellationToken cancellation = default)
    {
        var (result, acceptance) = _failure.In(() => Exclusively(target, cancellation), _failure.Write);
        if (acceptance is null)
            return result;
        // Outside of the lock: it measures for a minute where it has to, and a build that starts meanwhile need not
        // wait for that.
        return result with
        {
            Accepted = _failure.In(() =>
                acceptance.Record(
                    _diagnostics,
                    message => _progress?.Report(new StepNote(GateName, StageKind.Gate, message)),
                    cancellation
                )
            ),
        };
    }

    private static string GateName => StageNames.NameOf(StageKind.Gate);

    private (PipelineResult Result, BaselineAcceptance? Acceptance) Exclusively(
        StageKind target,
        CancellationToken cancellation
    )
    {
        var root = CacheLocation.Of(_request.CacheDirectory);
        // A store that cannot be written may still have all the results: then nothing is made that two builds could
        // both be making.
        using var exclusive = StoreFailure.IsWritable(root) ? Lock(root, target, cancellation) : null;
        if (exclusive is not null)
        {
            StoreLeftovers.Remove(root);
            AtomicFile.RemoveLeftovers(_request.OutputDirectory, TimeSpan.Zero);
        }

        // A build asks for stage after stage: what an earlier one of the same build has done is not old.
        var earlier =
            RunStatusFile.TryRead(RunStatusFile.PathIn(_request.OutputDirectory))
                is { State: RunState.BetweenStages } last
            && last.IsAlive(DateTimeOffset.UtcNow)
                ? last
                : null;
        using var status = new RunStatusWriter(_request, earlier: earlier);
        var progress = new BuildProgress(_progress, status, earlier?.DoneSteps ?? []);
        return status.Follow(
            () => Run(root, target, earlier, progress, cancellation),
            run =>
                target != StageKind.Gate ? RunState.BetweenStages
                : run.Result.Passed ? RunState.Passed
                : RunState.GateFailed,
            run =>
                run.Result.Report is not { } report ? null
                : report.Passed ? RunSentence.Figures(report)
                : FailureText.Of(report)
        );
    }

    private (PipelineResult Result, BaselineAcceptance? Acceptance) Run(
        string root,
        StageKind target,
        RunStatus? earlier,
        BuildProgress progress,
        CancellationToken cancellation
    )
    {
        using var project = OpenProject.Read(_request, root, needsTorch: true, _diagnostics, progress, cancellation);
        // A key that does not open is told before hours of training, not after.
        using var signing = project.Inputs.Options.Signing?.Load();
        progress.Forecast(new ForecastMaker(project.Inputs, cancellation));
        project.HandOver(progress);
        var (inputs, runner) = (project.Inputs, project.Runner);
        var announces = earlier is null;
        ImmutableArray<SearchTrial>? trials = null;
        // Up to the baseline nothing depends on the size.
        if (target > StageKind.Train && inputs.Options.Goal is { } goal)
        {
            Expect(project.Remembering(() => project.Whole(cancellation)));
            announces = false;
            (inputs, trials) = project.Remembering(() =>
                new TargetSearch(goal, inputs, runner).Run(
                    trial => progress.Report(new StepNote(DropSearch.Name, StageKind.Prune, trial.ToString())),
                    cancellation
                )
            );
        }

        var stages = StageList.Build(inputs);
        if (target == StageKind.Gate)
        {
            var steps = project.Remembering(() => runner.RunTo(stages, target, cancellation, Expect));
            Output.PublishLogs(steps.Where(step => step.Outcome != StageOutcome.NotNeeded));
            return Judge(inputs, trials, steps, earlier, progress, signing);
        }

        // What the whole build still takes, seen from here: it says how far this start has to go, and what is left
        // afterwards.
        var whole = project.Remembering(() => project.Whole(cancellation));
        var done = project.Remembering(() =>
            runner.RunTo(stages, LastNeeded(whole, target), cancellation, _ => Expect(whole))
        );
        Output.PublishLogs(done.Where(step => step.Outcome != StageOutcome.NotNeeded));
        Output.WritePending(Pending(whole, done));
        return (new PipelineResult(done, null), null);

        void Expect(ImmutableArray<PlannedStep> steps)
        {
            if (announces && steps.Any(step => step is { Outcome: StageOutcome.Ran, Stage.Kind: < StageKind.Export }))
                foreach (var choice in AutomaticChoices.List(inputs))
                    progress.Report(new StepNote(RunForecast.Name, StageKind.Import, choice.ToString()));
            progress.Expect(steps, announces);
        }
    }

    private (PipelineResult Result, BaselineAcceptance? Acceptance) Judge(
        ProjectInputs inputs,
        ImmutableArray<SearchTrial>? trials,
        ImmutableArray<StepResult> steps,
        RunStatus? earlier,
        BuildProgress progress,
        SigningKey? signing
    )
    {
        var gate = new GateStage(
            _request,
            inputs.Options.Gates,
            [.. inputs.Options.Prune.Targets.Select(goal => goal.ToString())],
            trials,
            inputs.Options.LockedBaseline
        )
        {
            Formats = inputs.Options.Reports,
            IncludesSuppression = inputs.Options.IncludesSuppression,
            Sidecars = new ModelSidecars(OriginReader.Read(inputs), signing),
            Choices =
            [
                .. AutomaticChoices.List(inputs),
                .. steps
                    .Where(step => step is { Name: StepNames.Resolution, Entry: not null })
                    .SelectMany(step => ResolutionStage.Read(step.Entry!.PathOf(StageFiles.Resolution)).ToChoices()),
            ],
            Earlier = _diagnostics.Items,
            // Of all images and labels: only for those who compare it.
            Content =
                inputs.Options.LockedBaseline is { } baseline && (baseline.Accept || File.Exists(baseline.Path))
                    ? inputs.Outside.Splits.PicturesOf(inputs.Options.GateSplit)
                    : null,
        };
        var report = gate.Run([.. steps.Select(step => RanBefore(step, earlier))], _diagnostics);
        Output.WriteInputs(FilesOf(inputs));
        if (report.Locked is { } compared)
            progress.Report(new StepNote(GateName, StageKind.Gate, LockedText.Sentence(compared)));
        // Only what may ship can be a baseline.
        var acceptance =
            inputs.Options.LockedBaseline is { Accept: true } accepting && report.Passed
                ? new BaselineAcceptance(accepting, report, steps, gate.Content!.Value)
                : null;
        return (new PipelineResult(steps, report), acceptance);
    }

    private static StepResult RanBefore(StepResult step, RunStatus? earlier) =>
        step.Outcome == StageOutcome.Cached && earlier?.DoneSteps.Contains(step.Name) == true
            ? step with
            {
                Outcome = StageOutcome.Ran,
            }
            : step;

    private OutputFolder Output => new(_request.OutputDirectory, _request.Name);

    private FileLock Lock(string root, StageKind target, CancellationToken cancellation) =>
        FileLock.Acquire(
            CacheLocation.LocksIn(root),
            _request.ProjectPath,
            $"{Purpose} {Path.GetFileName(_request.ProjectPath)}",
            holder => _progress?.Report(new StepWaiting(StageNames.NameOf(target), target, holder)),
            cancellation
        );

    // A build asks for stage after stage and wants what the last gives: what nothing needs any more, such as a baseline
    // from which all has been made that is made from it, is neither made nor fetched.
    private static StageKind LastNeeded(ImmutableArray<PlannedStep> whole, StageKind target) =>
        whole.Any(step => step.Stage.Kind == target && step.Outcome != StageOutcome.NotNeeded)
            ? target
            : whole
                .Where(step => step.Stage.Kind < target && step.Outcome is StageOutcome.Ran or StageOutcome.Fetched)
                .Select(step => step.Stage.Kind)
                .Append(StageKind.Import)
                .Max();

    private static ImmutableArray<string> Pending(ImmutableArray<PlannedStep> whole, ImmutableArray<StepResult> done)
    {
        var there = done.Where(step => step.Entry is not null)
            .Select(step => step.Name)
            .ToHashSet(StringComparer.Ordinal);
        return
        [
            .. whole
                .Where(step => step.Outcome == StageOutcome.Ran && !there.Contains(step.Stage.Name))
                .Select(step => StageNames.NameOf(step.Stage.Kind))
                .Distinct(),
        ];
    }

    private static ImmutableArray<string> FilesOf(ProjectInputs inputs)
    {
        var (options, yaml) = (inputs.Options, inputs.Dataset.YamlPath);
        string?[] single =
        [
            options.Import.File,
            options.Import.File is { } file ? CheckpointReader.DescriptionBeside(file) : null,
            options.Recipe.File,
            options.FineTune.Distillation?.Teacher,
            options.Signing?.Key,
            yaml,
        ];
        return InputList.List(
            single.OfType<string>(),
            inputs.Files.Asked.Except(single.OfType<string>()),
            Path.GetDirectoryName(yaml)!
        );
    }
}
