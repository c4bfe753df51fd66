using System.Collections.Immutable;
using Pruning.Checkpoints.Official;
using Pruning.Diagnostics;
using Pruning.Pipeline.Executors.Slurm;
using Pruning.Pipeline.Options;
using Pruning.Pipeline.Search;
using Pruning.Pipeline.Stages;
using Pruning.Pipeline.Store;
using Pruning.Pipeline.Store.Remote;
using Pruning.Storage;

namespace Pruning.Pipeline;

/// <summary>
/// A project whose options, model and dataset have been read, with the stores that its stages' results are in.
/// </summary>
internal sealed class OpenProject : IDisposable
{
    private OpenProject(ProjectInputs inputs, StageRunner runner, StageStore store, RemoteStore? remote) =>
        (Inputs, Runner, Store, Remote) = (inputs, runner, store, remote);

    /// <summary>As the project says; a search for a target finds others.</summary>
    public ProjectInputs Inputs { get; }

    public StageRunner Runner { get; }

    public StageStore Store { get; }

    /// <summary>Null where the project names none.</summary>
    public RemoteStore? Remote { get; }

    /// <summary>Reads a project.</summary>
    /// <param name="root">Of the store.</param>
    /// <param name="needsTorch">Whether anything will run on torch, so that its libraries have to be there.</param>
    /// <param name="progress">Called on the working thread.</param>
    /// <exception cref="PruneException">The project, its data or its model is at fault.</exception>
    public static OpenProject Read(
        ProjectRequest request,
        string root,
        bool needsTorch,
        IDiagnosticSink diagnostics,
        IProgress<PipelineEvent> progress,
        CancellationToken cancellation
    )
    {
        var options = WithWeights(ProjectOptions.Read(request, diagnostics), root, progress, cancellation);
        var inputs = ProjectInputs.Open(request, options, root, diagnostics, needsTorch, cancellation);
        GateClasses.Check(options.Gates, inputs.Dataset.ClassNames);
        var remote = options.RemoteCache is { } elsewhere ? new RemoteStore(elsewhere, diagnostics) : null;
        var store = new StageStore(root, diagnostics);
        var runner = new StageRunner(store, diagnostics, progress)
        {
            IgnoreStored = options.NoCache,
            StoredOnly = options.FailIfNotCached,
            Remote = remote,
            Location = request.Location,
            Request = request,
        };
        return new OpenProject(inputs, runner, store, remote);
    }

    /// <summary>Has the cluster that the project names do what it may do from now on.</summary>
    public void HandOver(IProgress<PipelineEvent> progress)
    {
        if (Inputs.Options.Slurm is { } slurm)
            Runner.Executor = new SlurmExecutor(
                slurm,
                Inputs.Request,
                Inputs.Outside.Execution.Device.IsCuda ? "cuda" : "cpu",
                (step, cancellation) => Find(step, progress, cancellation),
                progress
            );
    }

    /// <summary>Looks for a step's result, here and in the remote cache, as if nobody had looked before.</summary>
    /// <param name="progress">Null where a fetch is not worth telling of.</param>
    public StoreEntry? Find(PlannedStep step, IProgress<PipelineEvent>? progress, CancellationToken cancellation)
    {
        // What was not there when the build began may be now.
        Remote?.Forget(step.Fingerprint);
        return Store.TryOpen(step.Fingerprint)
            ?? Remote?.Fetch(
                step,
                Store,
                (text, done) => progress?.Report(new StepProgress(step.Stage.Name, step.Stage.Kind, text, done)),
                cancellation
            );
    }

    /// <summary>What a whole build would find and do, as far as the stores know how a search goes on.</summary>
    public ImmutableArray<PlannedStep> Whole(CancellationToken cancellation) =>
        Runner.Plan(StageList.Build(Foreseen(cancellation)), StageKind.Gate, cancellation);

    /// <summary>The inputs, with the target that a search ends with, as far as the stores know.</summary>
    public ProjectInputs Foreseen(CancellationToken cancellation) =>
        Inputs.Options.Goal is { } goal ? new TargetSearch(goal, Inputs, Runner).Foresee(cancellation) : Inputs;

    /// <summary>Does work. What was hashed in it is worth keeping, also where a stage fails later.</summary>
    public T Remembering<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        finally
        {
            Inputs.Files.Save();
        }
    }

    public void Dispose() => Remote?.Dispose();

    // Fingerprints are by content, so official weights have to be there before anything is planned.
    private static ProjectOptions WithWeights(
        ProjectOptions options,
        string root,
        IProgress<PipelineEvent> progress,
        CancellationToken cancellation
    )
    {
        if (options.Import.Architecture is not { } name || !OfficialRelease.Names(name))
            return options;
        var path = OfficialWeights
            .In(root)
            .Get(
                name,
                (message, done) => progress.Report(new StepProgress(StepNames.Import, StageKind.Import, message, done)),
                cancellation
            );
        return options with { Import = options.Import with { Architecture = null, File = path } };
    }
}
