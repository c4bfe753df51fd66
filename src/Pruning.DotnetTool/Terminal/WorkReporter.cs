using System.Diagnostics;
using Pruning.Diagnostics;
using Pruning.DotnetTool.Commands;
using Pruning.Training;
using Spectre.Console;

namespace Pruning.DotnetTool.Terminal;

/// <summary>
/// Shows long work while it goes on: a live bar on a terminal, a line now and then where output is redirected.
/// Diagnostics pass through it too, so that the two do not overwrite each other.
/// </summary>
internal sealed class WorkReporter(IConsole console, Verbosity verbosity) : IDiagnosticSink
{
    /// <summary>Between two plain lines of one piece of work.</summary>
    private static readonly TimeSpan LineInterval = TimeSpan.FromSeconds(5);

    private const int BarWidth = 20;

    // "100%", "00:12:34", and the room between columns.
    private const int BesideBar = 18;

    public void Report(PruneDiagnostic diagnostic) => Say(diagnostic.ToString());

    /// <summary>A line beside the progress.</summary>
    public void Say(string line)
    {
        if (console.Live is { } live)
            live.WriteLine(line);
        else
            console.Error.WriteLine(line);
    }

    /// <summary>A line that quiet runs do without.</summary>
    public void Note(string line)
    {
        if (verbosity != Verbosity.Quiet)
            Say(line);
    }

    /// <summary>
    /// Does <paramref name="work"/>, which reports a short text and the share done (0 to 1, null: unknown).
    /// </summary>
    /// <param name="tellsTime">Whether the text itself says how long it takes.</param>
    public T Run<T>(string title, Func<Action<string, double?>, T> work, bool tellsTime = false)
    {
        if (verbosity == Verbosity.Quiet)
            return work((_, _) => { });
        return console.Live is { } live ? RunLive(live, title, work, tellsTime) : RunPlain(title, work);
    }

    /// <summary>
    /// Trains: a live table on a terminal; elsewhere a line for each epoch, and within long ones a line now and then.
    /// </summary>
    public T Train<T>(string verb, Func<IProgress<TrainingProgress>, T> work)
    {
        if (verbosity == Verbosity.Quiet)
            return work(new Listener<TrainingProgress>(_ => { }));
        if (console.Live is { } live)
            return TrainingTable.Run(live, work);
        var clock = Stopwatch.StartNew();
        return work(
            new Listener<TrainingProgress>(progress =>
            {
                if (progress.Completed is null && verbosity != Verbosity.Detailed && clock.Elapsed < LineInterval)
                    return;
                clock.Restart();
                console.Error.WriteLine($"{verb}: {TrainingText.Of(progress)}");
            })
        );
    }

    private static T RunLive<T>(
        IAnsiConsole live,
        string title,
        Func<Action<string, double?>, T> work,
        bool tellsTime
    ) =>
        live.Progress()
            .AutoClear(true)
            .Columns([
                new TaskDescriptionColumn { Alignment = Justify.Left },
                new ProgressBarColumn { Width = BarWidth },
                new PercentageColumn(),
                .. tellsTime ? [] : new ProgressColumn[] { new RemainingTimeColumn() },
            ])
            .Start(context =>
            {
                var task = context.AddTask(Markup.Escape(title), maxValue: 1);
                task.IsIndeterminate = true;
                return work(
                    (text, done) =>
                    {
                        task.Description = Markup.Escape(
                            Clipped(
                                text.Length > 0 ? $"{title}: {text}" : title,
                                live.Profile.Width - BarWidth - BesideBar
                            )
                        );
                        task.IsIndeterminate = done is null;
                        task.Value = done ?? 0;
                    }
                );
            });

    // A line that is too long would be broken, and what stands beside it with it.
    private static string Clipped(string line, int room) =>
        room < 1 ? ""
        : line.Length <= room ? line
        : $"{line[..(room - 1)]}…";

    private T RunPlain<T>(string title, Func<Action<string, double?>, T> work)
    {
        var clock = Stopwatch.StartNew();
        var next = LineInterval;
        return work(
            (text, done) =>
            {
                if (verbosity != Verbosity.Detailed && clock.Elapsed < next)
                    return;
                next = clock.Elapsed + LineInterval;
                console.Error.WriteLine(
                    FormattableString
                        .Invariant($"{title}: {(done is { } share ? $"{share * 100:0} % " : "")}{text}")
                        .TrimEnd()
                );
            }
        );
    }

    /// <summary>Listens on the thread that reports, in order.</summary>
    private sealed class Listener<T>(Action<T> listen) : IProgress<T>
    {
        public void Report(T value) => listen(value);
    }
}
