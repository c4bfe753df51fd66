using System.CommandLine;
using Pruning.Diagnostics;
using Pruning.DotnetTool.Terminal;
using Pruning.Native;

namespace Pruning.DotnetTool.Commands;

/// <summary>What every verb shares while it runs: its console, format, verbosity, and how its failures end.</summary>
internal sealed class CommandScope(IConsole console, OutputFormat format, Verbosity verbosity)
{
    public TextWriter Out => console.Out;

    public OutputFormat Format { get; } = format;

    /// <summary>Whether everything is to be said.</summary>
    public bool IsDetailed { get; } = verbosity == Verbosity.Detailed;

    /// <summary>Progress and warnings.</summary>
    public WorkReporter Work { get; } = new(console, verbosity);

    /// <summary>
    /// Adds the common options to a verb and gives it its action, which runs beside the threads that hear of
    /// interruptions.
    /// </summary>
    /// <param name="afterwards">What becomes of work that is interrupted; empty where it is lost.</param>
    public static Command Attach(
        Command command,
        IConsole console,
        Func<CommandScope, ParseResult, CancellationToken, int> run,
        string afterwards = ""
    )
    {
        var format = CommonOptions.Format();
        var verbosity = CommonOptions.Verbosity();
        command.Options.Add(format);
        command.Options.Add(verbosity);
        command.SetAction(
            async (parsed, _) =>
            {
                var scope = new CommandScope(console, parsed.GetValue(format), parsed.GetValue(verbosity));
                if (parsed.GetValue(verbosity) == Commands.Verbosity.Detailed)
                    NativeLoader.LogTo(scope.Work.Say);
                using var interruption = new Interruption();
                return await RunGuarded(
                        console.Error,
                        afterwards,
                        () => run(scope, parsed, interruption.Token),
                        interruption
                    )
                    .ConfigureAwait(false);
            }
        );
        return command;
    }

    /// <summary>
    /// Runs a verb beside the threads that hear of interruptions; what does not stop by itself then is stopped.
    /// </summary>
    /// <param name="messages">Where the line of a failure goes.</param>
    /// <param name="afterwards">As <see cref="Attach"/>.</param>
    public static Task<int> RunGuarded(
        TextWriter messages,
        string afterwards,
        Func<int> run,
        Interruption interruption
    ) =>
        Task.Run(
            () =>
            {
                var farewell = $"dotnet-prune: stopped{(afterwards.Length > 0 ? $"; {afterwards}" : "")}.";
                using var stop = new HardStop(messages, farewell, interruption.Token);
                return Guard(messages, farewell, run);
            },
            CancellationToken.None
        );

    /// <summary>
    /// Bad input ends as its one message line, an interruption as one line; anything else is a bug of ours and crashes
    /// loudly.
    /// </summary>
    private static int Guard(TextWriter messages, string farewell, Func<int> run)
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
            // Where more is known about it, it was told as such: this is a disk that filled up, or a folder that was
            // taken away meanwhile.
            messages.WriteLine(FileTrouble(failure));
            return ExitCodes.Error;
        }
        catch (OperationCanceledException)
        {
            messages.WriteLine(farewell);
            return ExitCodes.Error;
        }
    }

    /// <summary>What is said of files that cannot be read or written, where nothing else is known.</summary>
    /// <param name="work">What ends.</param>
    public static PruneDiagnostic FileTrouble(Exception failure, string work = "The work") =>
        PruneDiagnostic.Of(
            Codes.FileTrouble,
            $"{failure.Message.TrimEnd('.')}. {work} stops here; what was finished is kept. Check the path, its "
                + $"permissions and the room left, and run it again."
        );

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
