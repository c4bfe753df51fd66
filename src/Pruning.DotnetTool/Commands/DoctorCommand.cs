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
        return CommandScope.Attach(command, console, (scope, _, _) => Task.FromResult(Run(scope)));
    }

    private static int Run(CommandScope scope)
    {
        var report = EnvironmentReport.Collect();
        if (scope.Format == OutputFormat.Json)
            JsonOutput.Write(scope.Console.Out, report);
        else
            EnvironmentText.Write(scope.Console.Out, report);
        return ExitCodes.Success;
    }
}
