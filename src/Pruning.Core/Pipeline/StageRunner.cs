using System.Collections.Immutable;
using System.Diagnostics;
using Pruning.Diagnostics;
using Pruning.Pipeline.Store;

namespace Pruning.Pipeline;

/// <summary>Runs steps in order, takes from the store what is there, and publishes what it makes.</summary>
public sealed class StageRunner(StageStore store, IDiagnosticSink diagnostics, IProgress<PipelineEvent>? progress)
{
    // What this runner made itself is never stale.
    private readonly HashSet<string> _made = new(StringComparer.Ordinal);

    /// <summary>Do everything again, and replace what is stored: once, however many runs share it.</summary>
    public bool IgnoreStored { get; init; }

    /// <summary>Refuse to work: only stored results count.</summary>
    public bool StoredOnly { get; init; }

    /// <summary>Whose stages these are: with it, what a stage warned of is kept, and said again when its result comes from the store.</summary>
    public ProjectRequest? Request { get; init; }

    /// <summary>Where a message about work that is not allowed points.</summary>
    public SourceLocation? Location { get; init; }

    /// <returns>The steps up to <paramref name="target"/>, in order.</returns>
    /// <exception cref="PruneException">What a stage refuses; PRUNE9004 under <see cref="StoredOnly"/>; PRUNE9002 and PRUNE9003, before anything is done, where its result could not be kept.</exception>
    public ImmutableArray<StepResult> RunTo(IReadOnlyList<IStage> stages, StageKind target, CancellationToken cancellation)
    {
        var plan = StagePlan.Of(stages, target, fingerprint => IgnoreStored && !_made.Contains(fingerprint.Hex) ? null : store.TryOpen(fingerprint));
        if (StoredOnly && plan.FirstOrDefault(step => step.Outcome == StageOutcome.Ran) is { } missing)
            throw new PruneException(Codes.NotCached, $"The result of '{missing.Stage.Name}' (fingerprint {missing.Fingerprint.Hex[..12]}) is not in '{store.Root}', and PruningFailIfNotCached forbids making it. Build once without it on a machine that shares this cache, or clear it.", Location);
        if (plan.Any(step => step.Outcome == StageOutcome.Ran))
            StoreFailure.RequireWritable(store.Root);
        var results = new Dictionary<string, StepResult>();
        foreach (var step in plan)
        {
            cancellation.ThrowIfCancellationRequested();
            results[step.Stage.Name] = Resolve(step, results, cancellation);
        }

        // What the gates judge and publish; of a run that did nothing it was verified a moment ago.
        if (target == StageKind.Gate && plan.Any(step => step.Outcome == StageOutcome.Ran))
            Verify(plan.Where(step => step.Stage.Kind >= StageKind.Export).Select(step => results[step.Stage.Name].Entry));
        return [.. plan.Select(step => results[step.Stage.Name])];
    }

    private static void Verify(IEnumerable<StoreEntry?> entries)
    {
        foreach (var entry in entries.OfType<StoreEntry>())
            StageStore.RequireWhole(entry);
    }

    private StepResult Resolve(PlannedStep step, Dictionary<string, StepResult> results, CancellationToken cancellation)
    {
        var stage = step.Stage;
        var result = step.Outcome switch
        {
            StageOutcome.Skipped => Result(stage, StageOutcome.Skipped, TimeSpan.Zero, results[stage.Upstream[0]].Entry),
            StageOutcome.NotNeeded => Result(stage, StageOutcome.NotNeeded, TimeSpan.Zero, null),
            StageOutcome.Cached => Repeated(stage, step.Entry!),
            _ => Make(step, results, cancellation),
        };
        progress?.Report(new StepFinished(stage.Name, stage.Kind, result.Outcome, result.Elapsed));
        return result;
    }

    private StepResult Make(PlannedStep step, Dictionary<string, StepResult> results, CancellationToken cancellation)
    {
        var stage = step.Stage;
        using var exclusive = FileLock.Acquire(
            store.Locks,
            step.Fingerprint.Hex,
            $"doing '{stage.Name}'",
            holder => progress?.Report(new StepWaiting(stage.Name, stage.Kind, holder)),
            cancellation);
        store.RemoveLeftovers(step.Fingerprint);
        if (IgnoreStored)
            store.ForgetWork(step.Fingerprint);
        else if (store.TryOpen(step.Fingerprint) is { } meanwhile)
            return Repeated(stage, meanwhile);
        progress?.Report(new StepStarted(stage.Name, stage.Kind));
        var clock = Stopwatch.StartNew();
        var entry = Publish(step, results, clock, cancellation);
        _made.Add(step.Fingerprint.Hex);
        return Result(stage, StageOutcome.Ran, clock.Elapsed, entry);
    }

    private StoreEntry Publish(PlannedStep step, Dictionary<string, StepResult> results, Stopwatch clock, CancellationToken cancellation)
    {
        var stage = step.Stage;
        var work = store.WorkFolder(step.Fingerprint);
        var said = new DiagnosticRecorder(diagnostics);
        try
        {
            var entry = store.Publish(step.Fingerprint, stage.Name, step.Inputs, folder =>
            {
                Directory.CreateDirectory(work);
                var inputs = stage.Upstream.ToImmutableDictionary(name => name, name => results[name].Entry!);
                Verify(inputs.Values);
                stage.Run(new StageContext(folder, work, inputs, said, (message, done) => progress?.Report(new StepProgress(stage.Name, stage.Kind, message, done)), cancellation)
                {
                    Note = message => progress?.Report(new StepNote(stage.Name, stage.Kind, message)),
                });
                return clock.Elapsed.TotalSeconds;
            }, () => Request is null ? [] : said.Items.Select(one => StoredDiagnostic.Of(one, Request)), IgnoreStored);
            // Only now: a run that was interrupted resumes from here.
            store.ForgetWork(step.Fingerprint);
            return entry;
        }
        catch (Exception failure) when (StoreFailure.Explain(failure, store.Root) is { } explained)
        {
            throw explained;
        }
    }

    private StepResult Repeated(IStage stage, StoreEntry entry)
    {
        if (Request is not null)
        {
            foreach (var diagnostic in entry.Manifest.Diagnostics.Take(StoredDiagnostic.Maximum).Select(one => one?.For(Request)).OfType<PruneDiagnostic>())
                diagnostics.Report(diagnostic);
        }

        return Cached(stage, entry);
    }

    private static StepResult Cached(IStage stage, StoreEntry entry) =>
        Result(stage, StageOutcome.Cached, TimeSpan.FromSeconds(entry.Manifest.Seconds), entry);

    private static StepResult Result(IStage stage, StageOutcome outcome, TimeSpan elapsed, StoreEntry? entry) =>
        new(stage.Name, stage.Kind, outcome, elapsed, entry);
}
