using System.Collections.Immutable;
using Pruning.Benchmarks.Measuring;

namespace Pruning.Benchmarks.Kills;

/// <summary>How long an undisturbed build was at what, so that random moments fall everywhere.</summary>
/// <param name="Steps">Names in order, with the seconds of work and those until the next one begins.</param>
/// <param name="Start">Seconds until the first step begins.</param>
internal sealed record BuildSchedule(ImmutableArray<(string Name, double Work, double Gap)> Steps, double Start)
{
    /// <param name="end">Seconds until the build was over.</param>
    public static BuildSchedule Of(BuildDiary diary, double end)
    {
        var (started, done) = (diary.Started, diary.Done);
        if (started.Count == 0 || !started.Select(step => step.Step).SequenceEqual(done.Select(step => step.Step)))
            throw new MeasurementException(
                $"An undisturbed build did not do each step once:\n{string.Join('\n', diary.Lines)}"
            );
        var steps = started.Select(
            (step, i) =>
                (
                    step.Step,
                    done[i].Seconds - step.Seconds,
                    (i + 1 < started.Count ? started[i + 1].Seconds : end) - done[i].Seconds
                )
        );
        return new BuildSchedule([.. steps], started[0].Seconds);
    }

    public string Last => Steps[^1].Name;

    public int IndexOf(string step) => Steps.IndexOf(Steps.FirstOrDefault(one => one.Name == step));

    /// <summary>Whether a build that said this has come to a place, or beyond.</summary>
    public bool IsAt(Aim aim, BuildDiary diary) =>
        aim.Place == Places.Start
        || diary.Has(Last)
        || aim.Place switch
        {
            Places.Output => false,
            Places.Between => diary.Has(aim.After!),
            _ => diary.Started.Any(step => IndexOf(step.Step) >= IndexOf(aim.After!)),
        };

    /// <summary>Where a build that said this is now.</summary>
    public string PlaceOf(BuildDiary diary) =>
        diary.Running
        ?? (
            diary.Has(Last) ? Places.Output
            : diary.HasAny ? Places.Between
            : Places.Start
        );
}
