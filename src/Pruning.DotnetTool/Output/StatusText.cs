using System.Globalization;
using Pruning.DotnetTool.Terminal;
using Pruning.Pipeline.Durations;
using Pruning.Pipeline.Previews;
using Pruning.Pipeline.Status;

namespace Pruning.DotnetTool.Output;

/// <summary>A <see cref="ProjectStatus"/> for people.</summary>
internal static class StatusText
{
    public static void Write(TextWriter writer, ProjectStatus status)
    {
        var standing = status.Standing;
        writer.WriteLine($"{standing.Name}: {Model(standing)}");
        if (status.Build is { } build)
            writer.WriteLine($"{(build.IsAlive ? "a build runs" : "the last build")}: {WatchText.Headline(build)}");
        else
            writer.WriteLine("There has been no build of it yet.");
        writer.WriteLine();
        var steps = new TextTable("step", "", "made", "time") { LeftAligned = [0, 1, 2] };
        foreach (var step in standing.Steps.Where(step => step.Outcome is not ("skipped" or "notNeeded")))
            steps.Add(
                step.Name,
                IsRunning(status.Build, step.Name) ? "running" : Word(step.Outcome),
                Made(step),
                Time(step)
            );
        steps.Write(writer);
        if (standing.Expected is { } expected)
            writer.WriteLine(expected);
    }

    private static bool IsRunning(WatchedBuild? build, string step) =>
        build is { IsAlive: true } && build.Status.Steps.Any(one => one.Step == step && one.State == StepState.Running);

    private static string Model(ProjectStanding standing) =>
        standing switch
        {
            { Model: null } => "no model yet",
            { IsCurrent: true } => $"up to date, {standing.Model}",
            _ => $"something has changed since {standing.Model} was made",
        };

    private static string Word(string outcome) =>
        outcome switch
        {
            "cached" => "there",
            "willFetch" => "in the remote cache",
            _ => "missing",
        };

    private static string Made(StandingStep step) =>
        step.Made?.LocalDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) ?? "";

    private static string Time(StandingStep step) =>
        step switch
        {
            { Took: { } took } => Numbers.Clock(TimeSpan.FromSeconds(took)),
            { Outcome: not "willRun" } => "",
            { Seconds: { } seconds } => $"about {ForecastText.About(seconds)}",
            _ => "unknown",
        };
}
