using System.Collections.Immutable;
using System.CommandLine;
using Pruning.Diagnostics;
using Pruning.DotnetTool.Doctor;
using Pruning.DotnetTool.Output;
using Pruning.DotnetTool.Terminal;

namespace Pruning.DotnetTool.Commands;

/// <summary>
/// <c>doctor</c>: what this machine has of what the work needs, and on request brings what is missing.
/// </summary>
internal static class DoctorCommand
{
    public static Command Create(IConsole console)
    {
        var install = new Option<bool>("--install")
        {
            Description =
                "Installs what is missing, and says each command that it runs: libtorch's package with NuGet; on "
                + "Debian, where patched copies are switched off, the libraries that OpenCV asks for with apt-get, "
                + "as root.",
        };
        var package = new Option<string?>("--torch-package")
        {
            Description =
                "With --install: another libtorch package than this machine's usual one, such as one for CUDA.",
            HelpName = "id",
        };
        var version = new Option<string?>("--torch-version")
        {
            Description = "With --torch-package: its version. [default: the one that this tool was built for]",
            HelpName = "version",
        };
        var command = new Command(
            "doctor",
            "Reports the environment: native libraries and how to get those that are missing, devices, threads, "
                + "CPU features, cache folder."
        )
        {
            install,
            package,
            version,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(package) is not null && !result.GetValue(install))
                result.AddError("--torch-package installs nothing without --install.");
            if (result.GetValue(version) is not null && result.GetValue(package) is null)
                result.AddError("--torch-version is that of a --torch-package, and none is given.");
        });
        return CommandScope.Attach(command, console, (scope, parsed, cancellation) =>
        {
            var report = EnvironmentReport.Collect();
            if (parsed.GetValue(install))
                return Install(scope, report, Asked(parsed.GetValue(package), parsed.GetValue(version)), cancellation);
            scope.Write(report, writer => EnvironmentText.Write(writer, report));
            return report.Problems.IsEmpty ? ExitCodes.Success : ExitCodes.Error;
        });
    }

    private static TorchPackage? Asked(string? package, string? version) =>
        package is null ? null : new TorchPackage(package, version ?? TorchPackage.BuiltFor);

    private static int Install(
        CommandScope scope,
        EnvironmentReport report,
        TorchPackage? asked,
        CancellationToken cancellation
    )
    {
        var installer = new Installer(scope.Work.Say, cancellation);
        var commands = ImmutableArray.CreateBuilder<string>();
        if (asked is not null)
            commands.Add(Restore(asked, installer));
        var missing = report
            .Libraries.Where(library =>
                library.Problem is not null && !(asked is not null && library.Name == NativeLibraries.TorchName)
            )
            .ToList();
        foreach (var step in missing.Select(library => library.Remedy).OfType<InstallStep>().Distinct())
        {
            if (TorchPackage.Default is { } usual && step.Equals(usual.Step()))
            {
                commands.Add(Restore(usual, installer));
                continue;
            }

            installer.Run(step);
            commands.Add(step.CommandLine);
        }

        if (missing.FirstOrDefault(library => library.Remedy is null) is { } other)
            throw new PruneException(
                Codes.NativeLibraryNotInstalled,
                $"{other.Name} does not load, and there is nothing to install for it: {Remedies.Otherwise}. "
                    + $"'dotnet prune doctor' says why it does not load."
            );
        var told = new InstallOutput(commands.ToImmutable());
        scope.Write(told, writer => InstallText.Write(writer, told));
        return ExitCodes.Success;
    }

    private static string Restore(TorchPackage package, Installer installer)
    {
        package.Prepare();
        var step = package.Step();
        installer.Run(step);
        package.Choose();
        return step.CommandLine;
    }
}
