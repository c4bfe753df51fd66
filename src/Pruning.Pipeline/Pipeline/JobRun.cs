using System.Collections.Immutable;
using Pruning.Diagnostics;
using Pruning.Pipeline.Executors;
using Pruning.Pipeline.Options;
using Pruning.Pipeline.Search;
using Pruning.Pipeline.Stages;
using Pruning.Pipeline.Store;
using Pruning.Storage;

namespace Pruning.Pipeline;

/// <summary>
/// One step of a project, done for a build that waits for it on another machine, which holds the locks. Everything is
/// read anew, and refused where it is not what the build has.
/// </summary>
/// <param name="run">A name that no other run of this job has.</param>
/// <param name="progress">Called on the working thread.</param>
public sealed class JobRun(
    ProjectRequest request,
    JobOrder order,
    string run,
    IDiagnosticSink diagnostics,
    IProgress<PipelineEvent> progress
)
{
    /// <summary>Does the step, unless its result is there.</summary>
    /// <exception cref="PruneException">
    /// What the stage refuses; PRUNE9108: this machine sees another project; PRUNE9109: it lacks what the step reads.
    /// </exception>
    /// <exception cref="OperationCanceledException">Stopped; the next run of the job goes on.</exception>
    public void Run(CancellationToken cancellation)
    {
        var recorder = new DiagnosticRecorder(diagnostics);
        new LocatedFailure(request, recorder).In(() =>
        {
            using var project = OpenProject.Read(
                OnDevice(request, order.Device),
                CacheLocation.Of(request.CacheDirectory),
                needsTorch: true,
                recorder,
                progress,
                cancellation
            );
            return project.Remembering(() => Make(project, recorder, cancellation));
        });
    }

    private StoreEntry Make(OpenProject project, IDiagnosticSink sink, CancellationToken cancellation)
    {
        var step = Find(project);
        var store = project.Store;
        // Another run of the job may have done it.
        if (!order.Again && store.TryOpen(step.Fingerprint) is { } there)
            return there;
        StoreFailure.RequireWritable(store.Root);
        var inputs = step.Stage.Upstream.ToImmutableDictionary(
            name => name,
            name => Input(project, name, cancellation)
        );
        var own = JobWork.Begin(store.WorkFolder(step.Fingerprint), run);
        // The build may be gone, and its lock with it.
        var maker = new StepMaker(store, sink, progress, request) { Staging = Path.Combine(own, "result") };
        var entry = maker.Make(step, inputs, own, order.Again, cancellation);
        project.Remote?.Push(entry, (_, _) => { }, cancellation);
        JobWork.End(own);
        return entry;
    }

    // The steps of a project with a goal depend on the target that its search is at.
    private PlannedStep Find(OpenProject project)
    {
        PlannedStep? like = null;
        var possible = project.Inputs.Options.Goal is { } goal
            ? TargetSearch.Trials(goal, project.Inputs).Prepend(project.Inputs)
            : [project.Inputs];
        foreach (var inputs in possible)
        {
            foreach (var stage in StageList.Build(inputs).Where(stage => stage.Name == order.Step))
            {
                like = StagePlan.Of(stage, name => order.From(name) ?? default);
                if (like.Fingerprint.Hex == order.Fingerprint)
                    return like;
            }
        }

        throw SeesOther(like);
    }

    private PruneException SeesOther(PlannedStep? here)
    {
        var asked = order.Inputs.ToDictionary(input => input.Key, input => input.Value, StringComparer.Ordinal);
        var differing = here
            ?.Inputs.Where(input => asked.GetValueOrDefault(input.Key) != input.Value)
            .Select(input => input.Key)
            .Take(5)
            .ToList();
        var what =
            here is null ? $"it has no step '{order.Step}'"
            : differing is [] ? "the order of its inputs differs"
            : $"these inputs of '{order.Step}' differ: {string.Join(", ", differing!)}";
        return new PruneException(
            Codes.JobSeesOther,
            $"'{Environment.MachineName}' sees another project than the build that asks: {what}. Its result would not be "
                + $"the build's, so nothing was run. Project, dataset and engine have to lie on every node under the same "
                + $"paths with the same content, and the device has to be of the same kind.",
            request.Location
        );
    }

    private StoreEntry Input(OpenProject project, string name, CancellationToken cancellation)
    {
        var fingerprint = order.From(name) ?? throw new InvalidOperationException($"'{name}' was matched before.");
        var stage = StageList.Build(project.Inputs).First(stage => stage.Name == name);
        return project.Find(new PlannedStep(stage, fingerprint, []), progress: null, cancellation)
            ?? throw new PruneException(
                Codes.JobLacksInput,
                $"'{order.Step}' reads the result of '{name}' (fingerprint {fingerprint.Hex[..12]}), and "
                    + $"'{project.Store.Root}' on '{Environment.MachineName}' does not have it, nor a remote cache. "
                    + $"PruningCacheDir has to be a folder that all nodes share, or PruningRemoteCache with "
                    + $"PruningRemoteCachePush has to bring results to the nodes.",
                request.LocationOf(OptionCatalogue.Executor.Name)
            );
    }

    // What is 'auto' was decided by the build that asks.
    private static ProjectRequest OnDevice(ProjectRequest asked, string device) =>
        asked with
        {
            Settings = asked.Settings.Add(
                new ProjectSetting(OptionCatalogue.Device.Name, device, asked.LocationOf(OptionCatalogue.Device.Name))
            ),
        };
}
