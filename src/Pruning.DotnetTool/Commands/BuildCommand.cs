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
        var project = new Argument<string>("project") { Description = "The .pruneproj." };
        var properties = new Option<string[]>("--property", "-p") { Description = "Sets an MSBuild property for this build; can be repeated.", HelpName = "name=value", AllowMultipleArgumentsPerToken = false };
        properties.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(token => token.Value.IndexOf('=', StringComparison.Ordinal) < 1))
                result.AddError($"--property takes name=value, not '{token.Value}'.");
        });
        var command = new Command("build", "Trains, prunes, fine-tunes, exports and judges what a .pruneproj describes, taking finished stages from the cache.") { project, properties };
        return CommandScope.Attach(command, console, (scope, parsed, cancellation) =>
        {
            var path = parsed.GetRequiredValue(project);
            var request = scope.Work.Run("evaluating the project", _ => ProjectRequestWriter.Write(path, parsed.GetValue(properties) ?? [], scope.Work.Say, cancellation));
            var result = Run(scope, ProjectRequest.Read(request), cancellation);
            var report = result.Report!;
            if (scope.Format == OutputFormat.Json)
                scope.Out.WriteLine(report.ToJson());
            else
                scope.WriteText(writer => RunReportText.Write(writer, report, new OutputFolder(Path.GetDirectoryName(request)!, report.Name)));
            return result.Passed ? ExitCodes.Success : ExitCodes.GateFailed;
        });
    }

    private static PipelineResult Run(CommandScope scope, ProjectRequest request, CancellationToken cancellation) =>
        scope.Work.Run(request.Name, show => new PipelineRun(request, scope.Work, new LivePipeline(show, scope.Work.Note)).RunTo(StageKind.Gate, cancellation));
}
