using System.CommandLine;
using Pruning.DotnetTool.Completion;
using Pruning.DotnetTool.Terminal;

namespace Pruning.DotnetTool.Commands;

/// <summary><c>completion</c>: the script that makes a shell complete verbs and options.</summary>
internal static class CompletionCommand
{
    public static Command Create(IConsole console)
    {
        var shell = new Argument<string>("shell") { Description = "bash, zsh or pwsh." };
        shell.AcceptOnlyFromAmong([.. CompletionScripts.Shells]);
        var command = new Command(
            "completion",
            "Prints a script that makes a shell complete 'dotnet prune'. For bash: eval \"$(dotnet prune "
                + "completion bash)\" in ~/.bashrc."
        )
        {
            shell,
        };
        return CommandScope.Attach(command, console, (scope, parsed, _) =>
        {
            var name = parsed.GetRequiredValue(shell);
            scope.Write(new { Shell = name, Script = CompletionScripts.For(name) }, _ =>
                scope.Out.Write(CompletionScripts.For(name))
            );
            return ExitCodes.Success;
        });
    }
}
