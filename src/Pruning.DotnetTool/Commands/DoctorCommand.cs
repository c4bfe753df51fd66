using System.CommandLine;
using Pruning.DotnetTool.Doctor;
using Pruning.DotnetTool.Terminal;

namespace Pruning.DotnetTool.Commands;

/// <summary><c>doctor</c>: what this machine has of what the work needs.</summary>
internal static class DoctorCommand
{
    public static Command Create(IConsole console)
    {
        var command = new Command("doctor", "Reports the environment: native libraries, devices, threads, CPU features, cache folder.");
        return CommandScope.Attach(command, console, (scope, _, _) =>
        {
            var report = EnvironmentReport.Collect();
            scope.Write(report, writer => EnvironmentText.Write(writer, report));
            return report.Problems.IsEmpty ? ExitCodes.Success : ExitCodes.Error;
        });
    }
}
