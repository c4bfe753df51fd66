using System.Collections.Immutable;
using Pruning.Benchmarks.Measuring;

namespace Pruning.Benchmarks.Kills;

/// <summary>
/// Rounds of kills, front end by front end, until there were enough; a round that is in the log already is not run
/// again.
/// </summary>
internal sealed class Campaign(CampaignSettings settings, TextWriter output, TextWriter messages)
{
    private readonly CampaignLog _log = new(settings.Log);

    /// <returns>Whether nothing was lost and nothing else was at fault.</returns>
    public bool Run()
    {
        foreach (var frontEnd in settings.FrontEnds)
            Run(frontEnd);
        var rounds = _log.Read().Where(round => settings.FrontEnds.Contains(round.FrontEnd)).ToList();
        CampaignTable.Write(rounds, output);
        return rounds.All(round => round.Faults.IsEmpty);
    }

    private void Run(FrontEnd frontEnd)
    {
        if (Enum.GetValues<Disturbance>().All(disturbance => Missing(frontEnd, disturbance) <= 0))
            return;
        var root = Directory.CreateTempSubdirectory("pruning-killed-").FullName;
        var project = new KilledProject(root);
        var (schedule, reference) = Undisturbed(project, frontEnd);
        var context = new RoundContext(project, frontEnd, schedule, reference);
        messages.WriteLine($"kills: {frontEnd}: {string.Join(", ", schedule.Steps.Select(step => step.Name))}");
        foreach (var disturbance in Enum.GetValues<Disturbance>())
        {
            while (Missing(frontEnd, disturbance) > 0)
                Add(
                    Disturb(
                        context,
                        disturbance,
                        Done(frontEnd, disturbance).Select(round => round.Index + 1).DefaultIfEmpty().Max()
                    )
                );
        }

        Directory.Delete(root, recursive: true);
    }

    private RoundRecord Disturb(RoundContext context, Disturbance disturbance, int index)
    {
        var random = new Random(unchecked((settings.Seed * 1_000_003) + index));
        var most = Missing(context.FrontEnd, disturbance);
        using var remote = disturbance == Disturbance.Kills && index % 2 == 1 ? new SlowCache() : null;
        using var troubled = new TroubledCache(random);
        Round round = disturbance switch
        {
            Disturbance.Kills => new KillRound(context, random, most, remote),
            Disturbance.Disks => new DiskRound(context, random, most),
            Disturbance.Remotes => new RemoteRound(context, random, most, troubled),
            _ => throw new ArgumentOutOfRangeException(nameof(disturbance), disturbance, null),
        };
        return round.Run(settings.Seed, index) with { Disturbance = disturbance };
    }

    private void Add(RoundRecord round)
    {
        _log.Add(round);
        messages.WriteLine(
            FormattableString.Invariant(
                $"kills: {round.FrontEnd}, {round.Disturbance} {round.Index}: {round.Kills.Length + round.Troubles.Length} in {round.Builds} builds, {round.Seconds:0} s, {(round.SameBits ? "same bits" : "OTHER BITS")}, {round.Faults.Length} faults"
            )
        );
        foreach (var fault in round.Faults)
            messages.WriteLine($"kills: {fault}");
    }

    private ImmutableArray<RoundRecord> Done(FrontEnd frontEnd, Disturbance disturbance) =>
        [
            .. _log.Read()
                .Where(round =>
                    round.FrontEnd == frontEnd && round.Disturbance == disturbance && round.Seed == settings.Seed
                ),
        ];

    private int Missing(FrontEnd frontEnd, Disturbance disturbance) =>
        settings.CountOf(disturbance)
        - Done(frontEnd, disturbance).Sum(round => round.Kills.Length + round.Troubles.Length);

    private static (BuildSchedule Schedule, BuildReference Reference) Undisturbed(
        KilledProject project,
        FrontEnd frontEnd
    )
    {
        project.Forget();
        // Packages are unpacked once, and not in the time that is measured.
        new ChildProcess("dotnet", ["restore", project.PathOf("Detector/Detector.pruneproj")]).Run();
        using var build = project.Start(frontEnd);
        if (build.ExitCode(TimeSpan.FromMinutes(10)) is not 0)
            throw new MeasurementException($"An undisturbed build did not end well:\n{build.Text}");
        return (BuildSchedule.Of(build.Diary, build.Seconds), BuildReference.Of(project, build.Diary));
    }
}
