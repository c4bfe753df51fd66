using System.Collections.Immutable;
using System.Diagnostics;
using Pruning.Diagnostics;
using Pruning.Pipeline.Executors;
using Pruning.Pipeline.Store;
using Pruning.Pipeline.Store.Remote;
using Pruning.Storage;

namespace Pruning.Pipeline;

/// <summary>
/// Runs steps in order, takes from the store and from the remote cache what is there, and publishes what it makes.
/// </summary>
public sealed class StageRunner(StageStore store, IDiagnosticSink diagnostics, IProgress<PipelineEvent>? progress)
{
    // What this runner made itself is never stale.
    private readonly HashSet<string> _made = new(StringComparer.Ordinal);

    /// <summary>Do everything again, and replace what is stored: once, however many runs share it.</summary>
    public bool IgnoreStored { get; init; }

    /// <summary>Refuse to work: only stored results count. What measures the machine itself is done.</summary>
    public bool StoredOnly { get; init; }

    /// <summary>Results that other machines made, and where this one's go; null for none.</summary>
    public RemoteStore? Remote { get; init; }

    /// <summary>
    /// The project that the stages belong to. With it, the warnings of a stage are kept, and given again when its
    /// result comes from the store.
    /// </summary>
    public ProjectRequest? Request { get; init; }

    /// <summary>Has other machines do what they may do; null where all is done here.</summary>
    public IStepExecutor? Executor { get; set; }

    /// <summary>Where a message about work that is not allowed points.</summary>
    public SourceLocation? Location { get; init; }

    /// <summary>What a run would find and do. Nothing is run, and nothing is fetched.</summary>
    public ImmutableArray<PlannedStep> Plan(
        IReadOnlyList<IStage> stages,
        StageKind target,
        CancellationToken cancellation
    ) =>
        StagePlan.Make(
            stages,
            target,
            fingerprint => IgnoreStored && !_made.Contains(fingerprint.Hex) ? null : store.TryOpen(fingerprint),
            step => !IgnoreStored && Remote?.Has(step, cancellation) == true
        );

    /// <param name="planned">Told what the run will find, before it does anything.</param>
    /// <returns>The steps up to <paramref name="target"/>, in order.</returns>
    /// <exception cref="PruneException">
    /// What a stage refuses; PRUNE9004 under <see cref="StoredOnly"/>; PRUNE9002 and PRUNE9003, before anything is
    /// done, where its result could not be kept.
    /// </exception>
    public ImmutableArray<StepResult> RunTo(
        IReadOnlyList<IStage> stages,
        StageKind target,
        CancellationToken cancellation,
        Action<ImmutableArray<PlannedStep>>? planned = null
    )
    {
        var plan = Gather(stages, target, cancellation);
        planned?.Invoke(plan);
        var results = new Dictionary<string, StepResult>();
        foreach (var step in plan)
        {
            cancellation.ThrowIfCancellationRequested();
            results[step.Stage.Name] = Resolve(step, results, cancellation);
        }

        // What the gates judge and publish; of a run that did nothing it was verified a moment ago.
        if (target == StageKind.Gate && plan.Any(step => step.Outcome == StageOutcome.Ran))
            StepMaker.Verify(
                plan.Where(step => step.Stage.Kind >= StageKind.Export)
                    .Select(step => results[step.Stage.Name].Entry)
                    .OfType<StoreEntry>()
            );
        return [.. plan.Select(step => results[step.Stage.Name])];
    }

    /// <summary>Brings a planned step's result into the store; null where it cannot be had after all.</summary>
    public StoreEntry? Fetch(PlannedStep step, CancellationToken cancellation)
    {
        using var exclusive = Lock(step, "fetching", cancellation);
        store.RemoveLeftovers(step.Fingerprint);
        try
        {
            return store.TryOpen(step.Fingerprint) ?? Remote?.Fetch(step, store, Reporter(step.Stage), cancellation);
        }
        catch (Exception failure) when (StoreFailure.Explain(failure, store.Root) is { } explained)
        {
            throw explained;
        }
    }

    // Before anything is done, because a result that cannot be had after all changes what has to be.
    private ImmutableArray<PlannedStep> Gather(
        IReadOnlyList<IStage> stages,
        StageKind target,
        CancellationToken cancellation
    )
    {
        var fetched = new Dictionary<Fingerprint, StoreEntry>();
        while (true)
        {
            var plan = Plan(stages, target, cancellation);
            RefuseWork(plan);
            if (plan.Any(step => step.Outcome is StageOutcome.Ran or StageOutcome.Fetched))
                StoreFailure.RequireWritable(store.Root);
            if (plan.Where(step => step.Outcome == StageOutcome.Fetched).All(TryFetch))
                return
                [
                    .. plan.Select(step =>
                        fetched.TryGetValue(step.Fingerprint, out var entry) && !step.Stage.IsSkipped
                            ? step with
                            {
                                Outcome = StageOutcome.Fetched,
                                Entry = entry,
                            }
                            : step
                    ),
                ];
        }

        bool TryFetch(PlannedStep step)
        {
            if (Fetch(step, cancellation) is not { } entry)
                return false;
            fetched[step.Fingerprint] = entry;
            return true;
        }
    }

    private void RefuseWork(ImmutableArray<PlannedStep> plan)
    {
        if (
            !StoredOnly
            || plan.FirstOrDefault(step => step.Outcome == StageOutcome.Ran && !step.Stage.MeasuresMachine)
                is not { } missing
        )
            return;
        var remote = Remote is null ? "" : $", nor in '{Remote.Address}'";
        throw new PruneException(
            Codes.NotCached,
            $"The result of '{missing.Stage.Name}' (fingerprint {missing.Fingerprint.Hex[..12]}) is not in "
                + $"'{store.Root}'{remote}, and PruningFailIfNotCached forbids making it. Build once without it on a "
                + $"machine that shares this cache, or clear it.",
            Location
        );
    }

    private StepResult Resolve(PlannedStep step, Dictionary<string, StepResult> results, CancellationToken cancellation)
    {
        var stage = step.Stage;
        var result = step.Outcome switch
        {
            StageOutcome.Skipped => Result(
                stage,
                StageOutcome.Skipped,
                TimeSpan.Zero,
                results[stage.Upstream[0]].Entry
            ),
            StageOutcome.NotNeeded => Result(stage, StageOutcome.NotNeeded, TimeSpan.Zero, null),
            StageOutcome.Cached or StageOutcome.Fetched => Repeated(stage, step.Entry!, step.Outcome),
            _ => Make(step, results, cancellation),
        };
        progress?.Report(
            new StepFinished(stage.Name, stage.Kind, result.Outcome, result.Elapsed)
            {
                Entry = result.Entry,
                IsPart = result.IsPart,
            }
        );
        Share(stage, result, cancellation);
        return result;
    }

    private StepResult Make(PlannedStep step, Dictionary<string, StepResult> results, CancellationToken cancellation)
    {
        var stage = step.Stage;
        using var exclusive = Lock(step, "doing", cancellation);
        store.RemoveLeftovers(step.Fingerprint);
        if (IgnoreStored)
            store.ForgetWork(step.Fingerprint);
        else if (store.TryOpen(step.Fingerprint) is { } meanwhile)
            return Repeated(stage, meanwhile, StageOutcome.Cached);
        progress?.Report(new StepStarted(stage.Name, stage.Kind));
        var isPart = Directory.Exists(store.WorkFolder(step.Fingerprint));
        var clock = Stopwatch.StartNew();
        var inputs = stage.Upstream.ToImmutableDictionary(name => name, name => results[name].Entry!);
        var elsewhere = step.MayRunElsewhere ? Executor : null;
        var entry = elsewhere?.Make(new HandedStep(step, IgnoreStored), cancellation)
            ?? Here(step, inputs, cancellation);
        // Only now: a run that was interrupted resumes from here.
        store.ForgetWork(step.Fingerprint);
        _made.Add(step.Fingerprint.Hex);
        // What another machine took says nothing of this one, and its warnings are in its result.
        return (
            elsewhere is null
                ? Result(stage, StageOutcome.Ran, clock.Elapsed, entry)
                : Repeated(stage, entry, StageOutcome.Ran)
        ) with
        {
            Elapsed = clock.Elapsed,
            IsPart = isPart || elsewhere is not null,
        };
    }

    private StoreEntry Here(
        PlannedStep step,
        ImmutableDictionary<string, StoreEntry> inputs,
        CancellationToken cancellation
    )
    {
        var work = store.WorkFolder(step.Fingerprint);
        JobWork.Adopt(work, into: work);
        return new StepMaker(store, diagnostics, progress, Request).Make(
            step,
            inputs,
            work,
            IgnoreStored,
            cancellation
        );
    }

    // What was fetched is there.
    private void Share(IStage stage, StepResult result, CancellationToken cancellation)
    {
        if (result is { Outcome: StageOutcome.Ran, Entry: { } made })
            Remote?.Push(made, Reporter(stage), cancellation);
        else if (result is { Outcome: StageOutcome.Cached, Entry: { } known })
            Remote?.Offer(known, Reporter(stage), cancellation);
    }

    private FileLock Lock(PlannedStep step, string doing, CancellationToken cancellation) =>
        FileLock.Acquire(
            store.Locks,
            step.Fingerprint.Hex,
            $"{doing} '{step.Stage.Name}'",
            holder => progress?.Report(new StepWaiting(step.Stage.Name, step.Stage.Kind, holder)),
            cancellation
        );

    private Action<string, double?> Reporter(IStage stage) =>
        (message, done) => progress?.Report(new StepProgress(stage.Name, stage.Kind, message, done));

    private StepResult Repeated(IStage stage, StoreEntry entry, StageOutcome outcome)
    {
        if (Request is not null)
        {
            foreach (
                var diagnostic in entry
                    .Manifest.Diagnostics.Take(StoredDiagnostic.Maximum)
                    .Select(one => one?.For(Request))
                    .OfType<PruneDiagnostic>()
            )
                diagnostics.Report(diagnostic);
        }

        return Result(stage, outcome, TimeSpan.FromSeconds(entry.Manifest.Seconds), entry);
    }

    private static StepResult Result(IStage stage, StageOutcome outcome, TimeSpan elapsed, StoreEntry? entry) =>
        new(stage.Name, stage.Kind, outcome, elapsed, entry);
}
