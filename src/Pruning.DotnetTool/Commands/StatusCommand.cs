using System.CommandLine;
using Pruning.DotnetTool.Builds;
using Pruning.DotnetTool.Output;
using Pruning.DotnetTool.Terminal;
using Pruning.Pipeline;

namespace Pruning.DotnetTool.Commands;

/// <summary><c>status</c>: what there is of a project, what is missing, what runs.</summary>
internal static class StatusCommand
{
    public static Command Create(IConsole console)
    {
        var command = new Command(
            "status",
            "Says what there is of a project, what is missing and about how long that takes, and whether a build "
                + "of it runs. It computes nothing."
        );
        var project = new ProjectArguments(command);
        return CommandScope.Attach(command, console, (scope, parsed, cancellation) =>
        {
            var build = new BuildWatch(project.Outputs(scope, parsed, cancellation), TimeProvider.System).Now();
            var request = project.Evaluate(scope, parsed, cancellation);
            var standing = scope.Work.Run(request.Name, _ =>
                new ProjectView(request, scope.Work).Standing(cancellation: cancellation)
            );
            var status = new ProjectStatus(standing, build);
            scope.Write(status, writer => StatusText.Write(writer, status));
            return ExitCodes.Success;
        });
    }
}
