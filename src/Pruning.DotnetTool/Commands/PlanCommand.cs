using System.CommandLine;
using Pruning.DotnetTool.Builds;
using Pruning.DotnetTool.Output;
using Pruning.DotnetTool.Terminal;
using Pruning.Pipeline;

namespace Pruning.DotnetTool.Commands;

/// <summary><c>plan</c>: what a build would do and make, at once and without training.</summary>
internal static class PlanCommand
{
    public static Command Create(IConsole console)
    {
        var command = new Command(
            "plan",
            "Says at once what a build would run and what is cached, whether the targets can be met, and what "
                + "the pruned network would cost."
        );
        var project = new ProjectArguments(command);
        return CommandScope.Attach(command, console, (scope, parsed, cancellation) =>
        {
            var request = project.Evaluate(scope, parsed, cancellation);
            var preview = scope.Work.Run(
                request.Name,
                show =>
                    new ProjectView(request, scope.Work, new LivePipeline(show, scope.Work.Note)).Preview(
                        scope.Work.Note,
                        cancellation
                    ),
                tellsTime: true
            );
            scope.Write(preview, writer => PreviewText.Write(writer, preview, scope.IsDetailed));
            if (preview.Failure is not { } failure)
                return ExitCodes.Success;
            scope.Work.Report(failure);
            return ExitCodes.Of(failure.Code);
        });
    }
}
