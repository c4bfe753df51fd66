using System.CommandLine;
using Pruning.DotnetTool.Builds;
using Pruning.DotnetTool.Output;
using Pruning.DotnetTool.Terminal;
using Pruning.Pipeline;

namespace Pruning.DotnetTool.Commands;

/// <summary><c>build</c>: what <c>dotnet build</c> does with a .pruneproj, in this process and with live progress.</summary>
internal static class BuildCommand
{
    public static Command Create(IConsole console)
    {
        var command = new Command("build", "Trains, prunes, fine-tunes, exports and judges what a .pruneproj describes, taking finished stages from the cache.");
        var project = new ProjectArguments(command);
        return CommandScope.Attach(command, console, (scope, parsed, cancellation) =>
        {
            var request = project.Evaluate(scope, parsed, cancellation);
            var result = Run(scope, request, cancellation);
            var report = result.Report!;
            if (scope.Format == OutputFormat.Json)
                scope.Out.WriteLine(report.ToJson());
            else
                scope.WriteText(writer => RunReportText.Write(writer, report, new OutputFolder(request.OutputDirectory, report.Name)));
            return result.Passed ? ExitCodes.Success : ExitCodes.GateFailed;
        });
    }

    private static PipelineResult Run(CommandScope scope, ProjectRequest request, CancellationToken cancellation) =>
        scope.Work.Run(request.Name, show => new PipelineRun(request, scope.Work, new LivePipeline(show, scope.Work.Note)).RunTo(StageKind.Gate, cancellation));
}
