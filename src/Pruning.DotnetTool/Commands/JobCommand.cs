using System.CommandLine;
using Pruning.Diagnostics;
using Pruning.DotnetTool.Builds;
using Pruning.DotnetTool.Terminal;
using Pruning.Pipeline;
using Pruning.Pipeline.Executors;
using Pruning.Pipeline.Executors.Slurm;
using Pruning.Pipeline.Store;

namespace Pruning.DotnetTool.Commands;

/// <summary>
/// <c>job</c>, which a job of a cluster starts and nobody types: does one step for a build that waits for it elsewhere.
/// What it says goes to the job's log, and beside its order for the build.
/// </summary>
internal static class JobCommand
{
    public static Command Create(IConsole console)
    {
        var order = new Option<string>("--order") { Description = "What the build wrote.", Required = true };
        var command = new Command("job", "Does one step for a build on another machine.") { order };
        command.Hidden = true;
        command.SetAction(
            async (parsed, _) =>
            {
                using var interruption = new Interruption();
                return await CommandScope
                    .RunGuarded(
                        console.Out,
                        Afterwards.NextBuild,
                        () => Run(parsed.GetRequiredValue(order), console.Out, interruption.Token),
                        interruption
                    )
                    .ConfigureAwait(false);
            }
        );
        return command;
    }

    private static int Run(string path, TextWriter output, CancellationToken cancellation)
    {
        var folder = new JobFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var run = JobFolder.RunOfThisProcess();
        using var events = new JobEventWriter(folder.EventsOf(run));
        // At once: a native operator may keep it from ending by itself.
        using var stopping = cancellation.Register(() => events.Tell(new JobEvent(JobEventKind.Stopped)));
        var request = ProjectRequest.Read(folder.Request);
        try
        {
            var lines = new PipelineLines(output);
            new JobRun(request, JobOrder.Read(path), run, lines, events).Run(cancellation);
            events.Tell(new JobEvent(JobEventKind.Published));
            return ExitCodes.Success;
        }
        catch (Exception failure) when (!cancellation.IsCancellationRequested && Explain(failure) is { } explained)
        {
            events.Tell(new JobEvent(JobEventKind.Failed) { Failure = StoredDiagnostic.Of(explained, request) });
            throw;
        }
    }

    // Null for a bug of ours, which the job's log has.
    private static PruneDiagnostic? Explain(Exception failure) =>
        failure switch
        {
            PruneException refusal => refusal.Diagnostic,
            IOException or UnauthorizedAccessException => CommandScope.FileTrouble(
                failure,
                $"The job on '{Environment.MachineName}'"
            ),
            _ => null,
        };
}
