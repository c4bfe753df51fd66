using System.CommandLine;
using Pruning.Diagnostics;
using Pruning.DotnetTool.Terminal;

namespace Pruning.DotnetTool.Commands;

/// <summary>What every verb shares while it runs: its console, format, verbosity, and how its failures end.</summary>
internal sealed class CommandScope(IConsole console, OutputFormat format, Verbosity verbosity)
{
    public TextWriter Out => console.Out;

    public OutputFormat Format { get; } = format;

    /// <summary>Progress and warnings.</summary>
    public WorkReporter Work { get; } = new(console, verbosity);

    /// <summary>Adds the common options to a verb and gives it its action, which runs on a thread of its own so that Ctrl-C and SIGTERM reach it.</summary>
    public static Command Attach(Command command, IConsole console, Func<CommandScope, ParseResult, CancellationToken, int> run)
    {
        var format = CommonOptions.Format();
        var verbosity = CommonOptions.Verbosity();
        command.Options.Add(format);
        command.Options.Add(verbosity);
        command.SetAction((parsed, cancellation) =>
        {
            var scope = new CommandScope(console, parsed.GetValue(format), parsed.GetValue(verbosity));
            return RunGuarded(console.Error, () => run(scope, parsed, cancellation), cancellation);
        });
        return command;
    }

    /// <summary>Runs a verb beside the thread that hears Ctrl-C and SIGTERM; what does not stop by itself then is stopped.</summary>
    public static Task<int> RunGuarded(TextWriter messages, Func<int> run, CancellationToken cancellation) => Task.Run(
        () =>
        {
            using var stop = new HardStop(messages, cancellation);
            return Guard(messages, run);
        },
        CancellationToken.None);

    /// <summary>Bad input ends as its one message line, an interruption as one line; anything else is a bug of ours and crashes loudly.</summary>
    /// <param name="messages">Where the line goes.</param>
    private static int Guard(TextWriter messages, Func<int> run)
    {
        try
        {
            return run();
        }
        catch (PruneException exception)
        {
            messages.WriteLine(exception.Diagnostic.ToString());
            return ExitCodes.Of(exception.Code);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Where more is known about it, it was told as such: this is a disk that filled up, or a folder that was taken away meanwhile.
            messages.WriteLine(PruneDiagnostic.Of(
                Codes.FileTrouble,
                $"{failure.Message.TrimEnd('.')}. The work stops here; what was finished is kept. Check the path, its permissions and the room left, and run it again."));
            return ExitCodes.Error;
        }
        catch (OperationCanceledException)
        {
            messages.WriteLine("dotnet-prune: stopped.");
            return ExitCodes.Error;
        }
    }

    /// <summary>Writes a result in the form that was asked for.</summary>
    public void Write<T>(T result, Action<TextWriter> asText)
    {
        if (Format == OutputFormat.Json)
            JsonOutput.Write(Out, result);
        else
            WriteText(asText);
    }

    public void WriteText(Action<TextWriter> write)
    {
        using var plain = new PlainTextWriter(Out);
        write(plain);
    }
}
