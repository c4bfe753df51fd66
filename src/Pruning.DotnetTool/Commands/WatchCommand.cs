using System.CommandLine;
using Pruning.DotnetTool.Builds;
using Pruning.DotnetTool.Output;
using Pruning.DotnetTool.Terminal;
using Pruning.Pipeline.Status;
using Spectre.Console;

namespace Pruning.DotnetTool.Commands;

/// <summary><c>watch</c>: follows a build that runs elsewhere, in another terminal or an editor.</summary>
internal static class WatchCommand
{
    // Where output goes to a file or a pipe.
    private const int UsualWidth = 100;

    public static Command Create(IConsole console)
    {
        var command = new Command(
            "watch",
            "Follows a build of a project from a second terminal: steps, accuracy so far, time left, what comes "
                + "next. It leaves the build alone."
        );
        var project = new ProjectArguments(command);
        var once = new Option<bool>("--once") { Description = "Say how it stands now, and end." };
        command.Options.Add(once);
        return CommandScope.Attach(
            command,
            console,
            (scope, parsed, cancellation) =>
            {
                var watch = new BuildWatch(project.Outputs(scope, parsed, cancellation), TimeProvider.System);
                if (!parsed.GetValue(once))
                    return ExitCode(Follow(watch, scope, console, cancellation));
                if (watch.Now() is { } build)
                    Write(scope, build);
                else
                    scope.Work.Say("There has been no build of it yet.");
                return ExitCodes.Success;
            },
            "the build goes on by itself"
        );
    }

    private static WatchedBuild Follow(
        BuildWatch watch,
        CommandScope scope,
        IConsole console,
        CancellationToken cancellation
    )
    {
        if (scope.Format == OutputFormat.Json)
            return watch.Follow(
                last => Waiting(scope, last),
                build => JsonOutput.WriteLine(scope.Out, build),
                cancellation
            );
        var end = console.Live is { } live
            // Cropped here: Spectre.Console's own cropping throws where what it shows has become lower (0.57).
            ? live.Live(new Text(""))
                .Overflow(VerticalOverflow.Visible)
                .Start(display =>
                    watch.Follow(
                        last => display.UpdateTarget(new Text(Wait(last))),
                        build => display.UpdateTarget(new Text(Lines(build, live.Profile))),
                        cancellation
                    )
                )
            : watch.Follow(last => Waiting(scope, last), new WatchAnnouncer(scope.Work.Say).Tell, cancellation);
        return end;
    }

    private static void Waiting(CommandScope scope, WatchedBuild? last) => scope.Work.Note(Wait(last));

    private static string Wait(WatchedBuild? last) =>
        $"{(last is null ? "" : $"The last build: {WatchText.Headline(last)}. ")}No build of it runs; waiting "
        + $"for one. Ctrl-C ends the wait.";

    private static void Write(CommandScope scope, WatchedBuild build) =>
        scope.Write(build, writer => WatchText.Write(writer, build, UsualWidth, unicode: true));

    private static string Lines(WatchedBuild build, Profile terminal)
    {
        using var lines = new StringWriter();
        using var plain = new PlainTextWriter(lines);
        WatchText.Write(plain, build, terminal.Width, terminal.Capabilities.Unicode);
        // One line is the cursor's.
        return string.Join('\n', lines.ToString().Split('\n').Take(Math.Max(terminal.Height - 1, 1)));
    }

    internal static int ExitCode(WatchedBuild end) =>
        end.Status.State switch
        {
            RunState.Passed => ExitCodes.Success,
            RunState.GateFailed => ExitCodes.GateFailed,
            _ => ExitCodes.Error,
        };
}
