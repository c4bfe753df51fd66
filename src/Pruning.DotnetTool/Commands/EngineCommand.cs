using System.CommandLine;
using Pruning.DotnetTool.Builds;
using Pruning.DotnetTool.Output;
using Pruning.DotnetTool.Terminal;
using Pruning.Native;
using Pruning.Pipeline;

namespace Pruning.DotnetTool.Commands;

/// <summary>
/// <c>engine</c>, which the build tasks start and nobody types: runs the pipeline up to a stage. Everything it says goes to the output, one line a
/// message; warnings and errors are canonical MSBuild lines. Exit codes are <see cref="ExitCodes"/>.
/// </summary>
internal static class EngineCommand
{
    public static Command Create(IConsole console)
    {
        var request = new Option<string>("--request") { Description = "The request file that the build wrote.", Required = true };
        var stage = new Option<string>("--stage") { Description = "The last stage to run.", Required = true };
        stage.AcceptOnlyFromAmong([.. StageNames.All.Select(StageNames.NameOf)]);
        var attended = new Option<bool>("--attended") { Description = "Stop when the input ends: the build holds its other end as long as it lives." };
        var command = new Command("engine", "Runs the pipeline for a build.") { request, stage, attended };
        command.Hidden = true;
        command.SetAction(async (parsed, _) =>
        {
            using var interruption = new Interruption();
            if (parsed.GetValue(attended))
                interruption.StopAtEndOf(Console.OpenStandardInput());
            return await CommandScope.RunGuarded(
                console.Out,
                Afterwards.NextBuild,
                () => Run(console.Out, parsed.GetRequiredValue(request), parsed.GetRequiredValue(stage), interruption.Token),
                interruption).ConfigureAwait(false);
        });
        return command;
    }

    private static int Run(TextWriter output, string requestPath, string stageName, CancellationToken cancellation)
    {
        var stage = StageNames.All.Single(kind => StageNames.NameOf(kind) == stageName);
        var lines = new PipelineLines(output);
        NativeLoader.LogTo(lines.Detail);
        var result = new PipelineRun(ProjectRequest.Read(requestPath), lines, lines).RunTo(stage, cancellation);
        if (result.Report?.Locked is { Passed: false } compared)
            LockedTable.Write(output, compared.Rows, "now");
        return result.Passed ? ExitCodes.Success : ExitCodes.GateFailed;
    }
}
