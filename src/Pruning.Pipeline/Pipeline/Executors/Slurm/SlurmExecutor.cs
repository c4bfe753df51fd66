using System.Collections.Immutable;
using Pruning.Pipeline.Options;
using Pruning.Pipeline.Store;
using Pruning.Storage;

namespace Pruning.Pipeline.Executors.Slurm;

/// <summary>
/// Has steps done by jobs of a Slurm cluster: each starts this engine on a node, for one step. Results come back
/// through the store, so a job may run twice, be stopped, or be forgotten by Slurm: what counts is whether its result
/// is there.
/// </summary>
/// <param name="device">What the project computes on: <c>cpu</c> or <c>cuda</c>.</param>
/// <param name="find">Looks for a step's result, here and in the remote cache.</param>
/// <param name="progress">Called on the thread that hands a step over.</param>
public sealed class SlurmExecutor(
    SlurmOptions options,
    ProjectRequest request,
    string device,
    Func<PlannedStep, CancellationToken, StoreEntry?> find,
    IProgress<PipelineEvent>? progress
) : IStepExecutor
{
    public SlurmPacing Pacing { get; init; } = new();

    /// <summary>Null for those that the system finds.</summary>
    public ISlurmCommands? Commands { get; init; }

    /// <summary>Program and first arguments of the engine, on each node.</summary>
    public ImmutableArray<string> Engine { get; init; } = EngineProgram.Find();

    public StoreEntry Make(HandedStep handed, CancellationToken cancellation)
    {
        var step = handed.Step;
        var folder = JobFolder.Of(request.OutputDirectory, step);
        var queue = new SlurmQueue(
            Commands ?? new SlurmCommands(Pacing.Command),
            Pacing,
            text => Note(step, text),
            request.LocationOf(OptionCatalogue.Executor.Name)
        );
        for (int stops = 0, epochs = 0; ; )
        {
            var job = Submit(handed, folder, queue, cancellation);
            var followed = new FollowedJob(job, handed, folder, queue, Pacing, request, progress);
            var end = Follow(followed, job, queue, () => find(step, cancellation), cancellation);
            if (end.Entry is { } entry)
            {
                folder.Remove();
                return entry;
            }

            if (end.Failure is { } failure)
                throw failure;
            stops = followed.Epochs > epochs ? 1 : stops + 1;
            epochs = Math.Max(epochs, followed.Epochs);
            if (stops >= Pacing.StopsWithoutProgress)
                throw new JobMessages(job, folder, request).KeepsStopping(stops, end.Stopped!);
            Note(step, $"Slurm job {job} was stopped ({end.Stopped}); another one goes on from its last epoch");
        }
    }

    private string Submit(HandedStep handed, JobFolder folder, SlurmQueue queue, CancellationToken cancellation)
    {
        var step = handed.Step;
        Write(handed, folder);
        var name = $"pruning-{step.Stage.Name}-{step.Fingerprint.Hex[..16]}";
        var (job, wasThere) = queue.Submit(
            name,
            JobScript.Arguments(options, name, folder.Path, folder.Script),
            folder.Clear,
            cancellation
        );
        Note(step, wasThere ? $"Slurm job {job} is at it already" : $"submitted as Slurm job {job}");
        return job;
    }

    // Whatever ends the wait ends the job: a build that was stopped, one that found the result, one that gives up.
    private static JobEnd Follow(
        FollowedJob followed,
        string job,
        SlurmQueue queue,
        Func<StoreEntry?> find,
        CancellationToken cancellation
    )
    {
        try
        {
            return followed.Follow(find, cancellation);
        }
        catch
        {
            queue.Cancel(job);
            throw;
        }
    }

    private void Write(HandedStep handed, JobFolder folder)
    {
        Directory.CreateDirectory(folder.Path);
        AtomicFile.Copy(
            request.File ?? throw new InvalidOperationException("A request without a file cannot be handed over."),
            folder.Request
        );
        JobOrder.Of(handed, device).Write(folder.Order);
        AtomicFile.Write(folder.Script, JobScript.Text(Engine, folder.Order, options.Processors));
    }

    private void Note(PlannedStep step, string text) =>
        progress?.Report(new StepNote(step.Stage.Name, step.Stage.Kind, text));
}
