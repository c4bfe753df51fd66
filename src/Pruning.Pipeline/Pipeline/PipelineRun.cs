using System.Collections.Immutable;
using Pruning.Checkpoints;
using Pruning.Checkpoints.Official;
using Pruning.Diagnostics;
using Pruning.Pipeline.Choices;
using Pruning.Pipeline.Durations;
using Pruning.Pipeline.Options;
using Pruning.Pipeline.Search;
using Pruning.Pipeline.Stages;
using Pruning.Pipeline.Status;
using Pruning.Pipeline.Store;
using Pruning.Pipeline.Store.Remote;
using Pruning.Reporting;
using Pruning.Slimming;
using Pruning.Storage;

namespace Pruning.Pipeline;

/// <summary>One build of one project: what <c>dotnet build</c>'s engine and <c>dotnet prune build</c> run.</summary>
public sealed partial class PipelineRun
{
    private readonly ProjectRequest _request;
    private readonly DiagnosticRecorder _diagnostics;
    private readonly IProgress<PipelineEvent>? _progress;
    private readonly Outlook _outlook = new(TimeProvider.System);
    private RunStatusWriter? _status;
    private BaselineAcceptance? _acceptance;
    private ForecastMaker? _forecasts;

    // A build starts the engine for stage after stage: what an earlier start of the same build has done is no news to
    // it, and not old.
    private ImmutableHashSet<string> _doneBefore = [];

    /// <param name="diagnostics">
    /// Told of warnings, and of failing gates (errors included) as diagnostics at their lines.
    /// </param>
    /// <param name="progress">Called on the working thread.</param>
    public PipelineRun(ProjectRequest request, IDiagnosticSink diagnostics, IProgress<PipelineEvent>? progress = null)
    {
        _request = request;
        _diagnostics = new DiagnosticRecorder(diagnostics);
        _progress = progress;
    }

    /// <summary>
    /// Runs every stage up to and including <paramref name="target"/>, taking from the store what is there.
    /// </summary>
    /// <exception cref="PruneException">The project, its data or its model is at fault.</exception>
    /// <exception cref="OperationCanceledException">
    /// Stopped; what was finished is kept, and the next run resumes.
    /// </exception>
    public PipelineResult RunTo(StageKind target, CancellationToken cancellation = default) =>
        Accepted(Located(() => Exclusively(target, cancellation), ReportFailure), cancellation);

    // Outside of the lock: it measures for a minute where it has to, and a build that starts meanwhile need not wait
    // for that.
    private PipelineResult Accepted(PipelineResult result, CancellationToken cancellation) =>
        _acceptance is { } acceptance
            ? result with
            {
                Accepted = Located(() =>
                    acceptance.Record(
                        _diagnostics,
                        message => Tell(new StepNote(StageNames.NameOf(StageKind.Gate), StageKind.Gate, message)),
                        cancellation
                    )
                ),
            }
            : result;

    private void Tell(PipelineEvent value)
    {
        value = _outlook.With(value);
        _status?.Report(value);
        if (value is StepFinished finished)
        {
            _forecasts?.Learn(finished);
            if (_outlook.Rest is { } rest)
                _status?.Expect(rest);
        }

        if (value is not StepFinished { Outcome: StageOutcome.Cached } || !_doneBefore.Contains(value.Step))
            _progress?.Report(value);
    }

    private PipelineResult Exclusively(StageKind target, CancellationToken cancellation)
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

        var earlier =
            RunStatusFile.TryRead(RunStatusFile.PathIn(_request.OutputDirectory))
                is { State: RunState.BetweenStages } last
            && last.IsAlive(DateTimeOffset.UtcNow)
                ? last
                : null;
        _doneBefore = earlier?.DoneSteps ?? [];
        using var status = new RunStatusWriter(_request, earlier: earlier);
        _status = status;
        return status.Follow(
            () => Run(root, target, announces: earlier is null, cancellation),
            result =>
                target != StageKind.Gate ? RunState.BetweenStages
                : result.Passed ? RunState.Passed
                : RunState.GateFailed,
            result =>
                result.Report is not { } report ? null
                : report.Passed ? RunSentence.Figures(report)
                : FailureText.Of(report)
        );
    }

    private PipelineResult Run(string root, StageKind target, bool announces, CancellationToken cancellation)
    {
        var inputs = Prepare(root, cancellation);
        _forecasts = new ForecastMaker(inputs, cancellation);
        using var remote = Remote(inputs.Options);
        var runner = Runner(root, inputs.Options, remote);
        ImmutableArray<SearchTrial>? trials = null;
        // Up to the baseline nothing depends on the size.
        if (target > StageKind.Train && inputs.Options.Goal is { } goal)
        {
            Expect(inputs, Remembering(inputs.Files, () => Whole(inputs, runner, cancellation)), announces);
            announces = false;
            (inputs, trials) = Remembering(inputs.Files, () => Search(goal, inputs, runner, cancellation));
        }

        var stages = StageList.Build(inputs);
        // What the whole build still takes, seen from here: it says how far this start has to go, and what is left
        // afterwards.
        ImmutableArray<PlannedStep> whole =
            target == StageKind.Gate ? [] : Remembering(inputs.Files, () => Whole(inputs, runner, cancellation));
        var steps = Remembering(inputs.Files, () =>
            target == StageKind.Gate
                ? runner.RunTo(stages, target, cancellation, plan => Expect(inputs, plan, announces))
                : runner.RunTo(stages, LastNeeded(whole, target), cancellation, _ => Expect(inputs, whole, announces))
        );
        var output = new OutputFolder(_request.OutputDirectory, _request.Name);
        output.PublishLogs(steps.Where(step => step.Outcome != StageOutcome.NotNeeded));
        if (target != StageKind.Gate)
        {
            output.WritePending(Pending(whole, steps));
            return new PipelineResult(steps, null);
        }

        var gate = new GateStage(
            _request,
            inputs.Options.Gates,
            [.. inputs.Options.Prune.Targets.Select(goal => goal.ToString())],
            trials,
            inputs.Options.LockedBaseline
        )
        {
            Formats = inputs.Options.Reports,
            Choices =
            [
                .. AutomaticChoices.List(inputs),
                .. steps
                    .Where(step => step is { Name: StepNames.Resolution, Entry: not null })
                    .Select(step => ResolutionStage.Read(step.Entry!.PathOf(StageFiles.Resolution)).ToChoice()),
            ],
            Earlier = _diagnostics.Items,
            // Of all images and labels: only for those who compare it.
            Content =
                inputs.Options.LockedBaseline is { } baseline && (baseline.Accept || File.Exists(baseline.Path))
                    ? inputs.Outside.Splits.PicturesOf(inputs.Options.GateSplit)
                    : null,
        };
        var report = gate.Run(
            [
                .. steps.Select(step =>
                    step.Outcome == StageOutcome.Cached && _doneBefore.Contains(step.Name)
                        ? step with
                        {
                            Outcome = StageOutcome.Ran,
                        }
                        : step
                ),
            ],
            _diagnostics
        );
        output.WriteInputs(InputsOf(inputs));
        // Only what may ship can be a baseline.
        if (inputs.Options.LockedBaseline is { Accept: true } accepting && report.Passed)
            _acceptance = new BaselineAcceptance(accepting, report, steps, gate.Content!.Value);
        if (report.Locked is { } compared)
            Tell(new StepNote(StageNames.NameOf(StageKind.Gate), StageKind.Gate, LockedText.Sentence(compared)));
        return new PipelineResult(steps, report);
    }

    private void Expect(ProjectInputs inputs, ImmutableArray<PlannedStep> whole, bool announces)
    {
        if (announces && whole.Any(step => step is { Outcome: StageOutcome.Ran, Stage.Kind: < StageKind.Export }))
            Say(AutomaticChoices.List(inputs));
        _status?.Plan(whole);
        if (_forecasts!.Of(whole) is not { } forecast)
            return;
        _outlook.Expect(forecast);
        _status?.Expect(TimeSpan.FromSeconds(forecast.Seconds));
        if (announces)
            Tell(new RunForecast(forecast));
    }

    private void Say(ImmutableArray<AutomaticChoice> choices)
    {
        foreach (var choice in choices)
            Tell(new StepNote(RunForecast.Name, StageKind.Import, choice.ToString()));
    }

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

    private FileLock Lock(string root, StageKind target, CancellationToken cancellation) =>
        FileLock.Acquire(
            CacheLocation.LocksIn(root),
            _request.ProjectPath,
            $"{Purpose} {Path.GetFileName(_request.ProjectPath)}",
            holder => Tell(new StepWaiting(StageNames.NameOf(target), target, holder)),
            cancellation
        );

    /// <summary>What this process does with the project, for those who wait for it.</summary>
    public string Purpose { get; init; } = "building";

    private (ProjectInputs Inputs, ImmutableArray<SearchTrial> Trials) Search(
        DropGoal goal,
        ProjectInputs inputs,
        StageRunner runner,
        CancellationToken cancellation
    )
    {
        var search = new DropSearch(
            goal,
            target =>
                TrialAccuracy.Read(
                    runner.RunTo(TrialAccuracy.Stages(With(inputs, target)), StageKind.Evaluate, cancellation)
                ),
            trial => Tell(new StepNote(DropSearch.Name, StageKind.Prune, trial.ToString()))
        );
        return (With(inputs, search.Run()), search.Trials);
    }

    private RemoteStore? Remote(ProjectOptions options) =>
        options.RemoteCache is { } remote ? new RemoteStore(remote, _diagnostics) : null;

    private StageRunner Runner(string root, ProjectOptions options, RemoteStore? remote) =>
        new(new StageStore(root, _diagnostics), _diagnostics, new Relay(Tell))
        {
            IgnoreStored = options.NoCache,
            StoredOnly = options.FailIfNotCached,
            Remote = remote,
            Location = _request.Location,
            Request = _request,
        };

    // As far as the caches know how a search goes on.
    private static ProjectInputs Foreseen(ProjectInputs inputs, StageRunner runner, CancellationToken cancellation) =>
        inputs.Options.Goal is { } goal
            ? With(
                inputs,
                new DropSearch(
                    goal,
                    target => Known(runner, TrialAccuracy.Stages(With(inputs, target)), cancellation),
                    _ => { }
                ).Run()
            )
            : inputs;

    // Measurements are small: those that are elsewhere are fetched, or nobody could tell which network comes next.
    private static TrialAccuracy? Known(
        StageRunner runner,
        IReadOnlyList<IStage> stages,
        CancellationToken cancellation
    ) =>
        TrialAccuracy.Read(
            runner
                .Plan(stages, StageKind.Evaluate, cancellation)
                .Select(step =>
                    step is { Outcome: StageOutcome.Fetched, Stage.Kind: StageKind.Evaluate }
                        ? step with
                        {
                            Entry = runner.Fetch(step, cancellation),
                        }
                        : step
                )
        );

    private static ProjectInputs With(ProjectInputs inputs, SparsityTarget target) =>
        inputs with
        {
            Options = inputs.Options with
            {
                Prune = inputs.Options.Prune with { Targets = inputs.Options.Prune.Targets.Add(target) },
            },
        };

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

    private static ImmutableArray<PlannedStep> Whole(
        ProjectInputs inputs,
        StageRunner runner,
        CancellationToken cancellation
    ) => runner.Plan(StageList.Build(Foreseen(inputs, runner, cancellation)), StageKind.Gate, cancellation);

    private static ImmutableArray<string> InputsOf(ProjectInputs inputs)
    {
        var (options, yaml) = (inputs.Options, inputs.Dataset.YamlPath);
        string?[] single =
        [
            options.Import.File,
            options.Import.File is { } file ? CheckpointReader.DescriptionBeside(file) : null,
            options.Recipe.File,
            options.FineTune.Distillation?.Teacher,
            yaml,
        ];
        return InputList.List(
            single.OfType<string>(),
            inputs.Files.Asked.Except(single.OfType<string>()),
            Path.GetDirectoryName(yaml)!
        );
    }

    private ProjectInputs Prepare(string root, CancellationToken cancellation, bool needsTorch = true)
    {
        var options = WithWeights(ProjectOptions.Read(_request, _diagnostics), root, cancellation);
        var inputs = ProjectInputs.Open(_request, options, root, _diagnostics, needsTorch, cancellation);
        GateClasses.Check(options.Gates, inputs.Dataset.ClassNames);
        return inputs;
    }

    // Fingerprints are by content, so official weights have to be there before anything is planned.
    private ProjectOptions WithWeights(ProjectOptions options, string root, CancellationToken cancellation)
    {
        if (options.Import.Architecture is not { } name || !OfficialRelease.Names(name))
            return options;
        var path = OfficialWeights
            .In(root)
            .Get(
                name,
                (message, done) => Tell(new StepProgress(StepNames.Import, StageKind.Import, message, done)),
                cancellation
            );
        return options with { Import = options.Import with { Architecture = null, File = path } };
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

    private sealed class Relay(Action<PipelineEvent> tell) : IProgress<PipelineEvent>
    {
        public void Report(PipelineEvent value) => tell(value);
    }
}
