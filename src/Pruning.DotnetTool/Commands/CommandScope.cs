using System.CommandLine;
using Pruning.Diagnostics;
using Pruning.DotnetTool.Terminal;

namespace Pruning.DotnetTool.Commands;

/// <summary>What every verb shares while it runs: its console, format, verbosity, and how its failures end.</summary>
internal sealed class CommandScope(IConsole console, OutputFormat format, Verbosity verbosity)
{
    public IConsole Console { get; } = console;

    public OutputFormat Format { get; } = format;

    public Verbosity Verbosity { get; } = verbosity;

    /// <summary>Adds the common options to a verb and gives it its action.</summary>
    public static Command Attach(Command command, IConsole console, Func<CommandScope, ParseResult, CancellationToken, Task<int>> run)
    {
        var format = CommonOptions.Format();
        var verbosity = CommonOptions.Verbosity();
        command.Options.Add(format);
        command.Options.Add(verbosity);
        command.SetAction(async (parsed, cancellation) =>
        {
            var scope = new CommandScope(console, parsed.GetValue(format), parsed.GetValue(verbosity));
            return await scope.GuardAsync(() => run(scope, parsed, cancellation)).ConfigureAwait(false);
        });
        return command;
    }

    /// <summary>Bad input ends as its one message line; an interruption as one line; anything else is a bug of ours and crashes loudly.</summary>
    private async Task<int> GuardAsync(Func<Task<int>> run)
    {
        try
        {
            return await run().ConfigureAwait(false);
        }
        catch (PruneException exception)
        {
            await Console.Error.WriteLineAsync(exception.Diagnostic.ToString()).ConfigureAwait(false);
            return ExitCodes.Of(exception.Code);
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("dotnet-prune: stopped.").ConfigureAwait(false);
            return ExitCodes.Error;
        }
    }
}
