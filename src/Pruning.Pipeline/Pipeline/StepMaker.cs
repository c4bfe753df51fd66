using System.Collections.Immutable;
using System.Diagnostics;
using Pruning.Diagnostics;
using Pruning.Pipeline.Store;
using Pruning.Storage;
using Pruning.Training;

namespace Pruning.Pipeline;

/// <summary>Does one step's work in this process, and puts its result into the store.</summary>
/// <param name="request">The project; with it, what the step warns of is kept with its result.</param>
internal sealed class StepMaker(
    StageStore store,
    IDiagnosticSink diagnostics,
    IProgress<PipelineEvent>? progress,
    ProjectRequest? request
)
{
    /// <summary>
    /// Where the stage writes its result until all of it is there, on the store's disk; null for the store's own folder.
    /// The next build takes what it finds in that for leftovers where nobody holds the result's lock.
    /// </summary>
    public string? Staging { get; init; }

    /// <param name="inputs">The upstream steps' results by name.</param>
    /// <param name="work">Where it keeps what it needs to go on after an interruption; made if it is not there.</param>
    /// <param name="replace">The result takes the place of one that is there.</param>
    /// <exception cref="PruneException">What the stage refuses; PRUNE9002, PRUNE9003, PRUNE9005.</exception>
    public StoreEntry Make(
        PlannedStep step,
        ImmutableDictionary<string, StoreEntry> inputs,
        string work,
        bool replace,
        CancellationToken cancellation
    )
    {
        var said = new DiagnosticRecorder(diagnostics);
        var clock = Stopwatch.StartNew();
        try
        {
            if (Staging is not null)
                Run(Staging);
            return store.Publish(
                step.Fingerprint,
                step.Stage.Name,
                step.Inputs,
                folder =>
                {
                    if (Staging is null)
                        Run(folder);
                    else
                        Move(Staging, folder);
                    return clock.Elapsed.TotalSeconds;
                },
                () => request is null ? [] : said.Items.Select(one => StoredDiagnostic.Of(one, request)),
                replace
            );
        }
        catch (Exception failure) when (StoreFailure.Explain(failure, store.Root) is { } explained)
        {
            throw explained;
        }

        void Run(string folder)
        {
            Directory.CreateDirectory(folder);
            Directory.CreateDirectory(work);
            Verify(inputs.Values);
            step.Stage.Run(Context(step.Stage, folder, work, inputs, said, cancellation));
        }
    }

    /// <summary>Verifies results again that were found a long time ago.</summary>
    /// <exception cref="PruneException">PRUNE9005.</exception>
    public static void Verify(IEnumerable<StoreEntry> entries)
    {
        foreach (var entry in entries)
            StageStore.RequireWhole(entry);
    }

    private static void Move(string from, string to)
    {
        foreach (var path in Directory.GetFileSystemEntries(from))
            Directory.Move(path, Path.Combine(to, Path.GetFileName(path)));
    }

    private StageContext Context(
        IStage stage,
        string folder,
        string work,
        ImmutableDictionary<string, StoreEntry> inputs,
        IDiagnosticSink said,
        CancellationToken cancellation
    ) =>
        new(
            folder,
            work,
            inputs,
            said,
            (message, done) => progress?.Report(new StepProgress(stage.Name, stage.Kind, message, done)),
            cancellation
        )
        {
            Note = message => progress?.Report(new StepNote(stage.Name, stage.Kind, message)),
            ReportTraining = training =>
                progress?.Report(
                    new EpochProgress(stage.Name, stage.Kind, training, Path.Combine(work, TrainingLog.LinesName))
                ),
        };
}
