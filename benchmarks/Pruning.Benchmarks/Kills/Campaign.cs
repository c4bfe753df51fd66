using System.Collections.Immutable;
using Pruning.Benchmarks.Measuring;

namespace Pruning.Benchmarks.Kills;

/// <summary>Rounds of kills, front end by front end, until there were enough; a round that is in the log already is not run again.</summary>
internal sealed class Campaign(CampaignSettings settings, TextWriter output, TextWriter messages)
{
    private readonly CampaignLog _log = new(settings.Log);

    /// <returns>Whether nothing was lost and nothing else was at fault.</returns>
    public bool Run()
    {
        foreach (var frontEnd in settings.FrontEnds)
            Run(frontEnd);
        var rounds = _log.Read().Where(round => settings.FrontEnds.Contains(round.FrontEnd)).ToList();
        CampaignTable.Write(rounds, [Places.Start], output);
        return rounds.All(round => round.Faults.IsEmpty);
    }

    private void Run(FrontEnd frontEnd)
    {
        if (Missing(frontEnd) <= 0)
            return;
        var root = Directory.CreateTempSubdirectory("pruning-killed-").FullName;
        var project = new KilledProject(root);
        var (schedule, reference) = Undisturbed(project, frontEnd);
        messages.WriteLine($"kills: {frontEnd}: {schedule.Steps.Length} steps; '{root}'");
        while (Missing(frontEnd) > 0)
        {
            var index = Done(frontEnd).Select(round => round.Index + 1).DefaultIfEmpty().Max();
            using var remote = index % 2 == 1 ? new SlowCache() : null;
            var round = new KillRound(project, frontEnd, schedule, reference, new Random(unchecked((settings.Seed * 1_000_003) + index)), remote).Run(settings.Seed, index);
            _log.Add(round);
            messages.WriteLine(FormattableString.Invariant($"kills: {frontEnd} round {index}: {round.Kills.Length} kills, {round.Builds} builds, {round.Seconds:0} s, {(round.SameBits ? "same bits" : "OTHER BITS")}, {round.Faults.Length} faults"));
            foreach (var fault in round.Faults)
                messages.WriteLine($"kills: {fault}");
        }

        Directory.Delete(root, recursive: true);
    }

    private ImmutableArray<RoundRecord> Done(FrontEnd frontEnd) => [.. _log.Read().Where(round => round.FrontEnd == frontEnd && round.Seed == settings.Seed)];

    private int Missing(FrontEnd frontEnd) => settings.Kills - Done(frontEnd).Sum(round => round.Kills.Length);

    private static (BuildSchedule Schedule, BuildReference Reference) Undisturbed(KilledProject project, FrontEnd frontEnd)
    {
        // The first one also unpacks packages, and fills the file cache.
        BuildProcess? build = null;
        for (var i = 0; i < 2; i++)
        {
            build?.Dispose();
            project.Forget();
            build = project.Start(frontEnd);
            if (build.ExitCode(TimeSpan.FromMinutes(10)) is not 0)
                throw new MeasurementException($"An undisturbed build did not end well:\n{build.Text}");
        }

        using (build)
            return (BuildSchedule.Of(build!.Diary, build.Seconds), BuildReference.Of(project, build.Diary));
    }
}
