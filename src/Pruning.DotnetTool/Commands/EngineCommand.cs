using System.CommandLine;
using Pruning.DotnetTool.Builds;
using Pruning.DotnetTool.Output;
using Pruning.DotnetTool.Terminal;
using Pruning.Native;
using Pruning.Pipeline;
using Pruning.Reporting;

namespace Pruning.DotnetTool.Commands;

/// <summary>
/// <c>engine</c>, which the build tasks start and nobody types: runs the pipeline up to a stage, and from there to the
/// next ones that the build asks for. Everything it says goes to the output, one line a message; warnings and errors are
/// canonical MSBuild lines. Exit codes are <see cref="ExitCodes"/>.
/// </summary>
internal static class EngineCommand
{
    public static Command Create(IConsole console)
    {
        var request = new Option<string>("--request")
        {
            Description = "The request file that the build wrote.",
            Required = true,
        };
        var stage = new Option<string>("--stage") { Description = "The stage to run up to.", Required = true };
        stage.AcceptOnlyFromAmong([.. StageNames.All.Select(StageNames.NameOf)]);
        var attended = new Option<bool>("--attended")
        {
            Description =
                "Take further stages from the input, a line each, and stop when it ends: the build holds its other end as long as it lives.",
        };
        var terminal = new Option<bool>("--terminal") { Description = "The build shows progress on a terminal." };
        var command = new Command("engine", "Runs the pipeline for a build.") { request, stage, attended, terminal };
        command.Hidden = true;
        command.SetAction(
            async (parsed, _) =>
            {
                using var interruption = new Interruption();
                var more = parsed.GetValue(attended)
                    ? new AskedStages(Console.OpenStandardInput(), interruption.Stop)
                    : null;
                return await CommandScope
                    .RunGuarded(
                        console.Out,
                        Afterwards.NextBuild,
                        () =>
                            RunAll(
                                parsed.GetRequiredValue(stage),
                                more,
                                console.Out,
                                name =>
                                    Run(
                                        console.Out,
                                        parsed.GetRequiredValue(request),
                                        name,
                                        parsed.GetValue(terminal),
                                        interruption.Token
                                    ),
                                interruption.Token
                            ),
                        interruption
                    )
                    .ConfigureAwait(false);
            }
        );
        return command;
    }

    // What one stage has read into memory and compiled serves the next; a stage that fails is the last.
    private static int RunAll(
        string first,
        AskedStages? more,
        TextWriter output,
        Func<string, int> run,
        CancellationToken cancellation
    )
    {
        for (var stage = first; ; )
        {
            var exitCode = run(stage);
            if (exitCode != ExitCodes.Success || more?.Next(stage, output, cancellation) is not { } next)
                return exitCode;
            stage = next;
        }
    }

    private static int Run(
        TextWriter output,
        string requestPath,
        string stageName,
        bool forTerminal,
        CancellationToken cancellation
    )
    {
        var stage = StageNames.All.Single(kind => StageNames.NameOf(kind) == stageName);
        var lines = new PipelineLines(output, forTerminal);
        NativeLoader.LogTo(lines.Detail);
        var asked = ProjectRequest.Read(requestPath);
        var result = new PipelineRun(asked, lines, lines).RunTo(stage, cancellation);
        if (result.Report is { Passed: true } report)
        {
            lines.Notice(RunSentence.Of(report));
            lines.Notice($"{report.Name}: report {ReportOf(asked)}");
        }

        if (result.Report?.Locked is { Passed: false } compared)
            LockedTable.Write(output, compared.Rows, "now");
        return result.Passed ? ExitCodes.Success : ExitCodes.GateFailed;
    }

    // The page for people, where there is one.
    private static string ReportOf(ProjectRequest request)
    {
        var folder = new OutputFolder(request.OutputDirectory, request.Name);
        return folder.PathOf(ReportFormat.Html) is var page && File.Exists(page) ? page : folder.MarkdownPath;
    }
}
