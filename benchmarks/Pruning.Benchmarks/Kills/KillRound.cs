namespace Pruning.Benchmarks.Kills;

/// <summary>Builds that are killed at each place.</summary>
/// <param name="most">So many kills suffice.</param>
/// <param name="remote">A remote cache that results are pushed to, and in the end fetched from; null for none.</param>
internal sealed class KillRound(RoundContext context, Random random, int most, SlowCache? remote) : Round(context)
{
    private readonly List<KillRecord> _kills = [];

    protected override IEnumerable<string> Properties =>
        remote is null ? [] : [$"PruningRemoteCache={remote.Address}", "PruningRemoteCachePush=true"];

    protected override bool Build()
    {
        var sameBits = Build(AimList.Draw(random, Context.Schedule, remote is not null, most), fetches: false);
        return (remote is null || Build(AimList.DrawDownloads(random), fetches: true)) && sameBits;
    }

    protected override RoundRecord Describe(RoundRecord round) => round with { Kills = [.. _kills] };

    private bool Build(IReadOnlyList<Aim> aims, bool fetches)
    {
        Begin();
        foreach (var aim in aims)
        {
            if (!IsPast(aim) && !Kill(aim))
                break;
        }

        return Finish(fetches);
    }

    /// <returns>Whether there is anything left to be killed.</returns>
    private bool Kill(Aim aim)
    {
        var earlier = remote?.Begun(aim.Place) ?? 0;
        var build = Start();
        if (build.Until(diary => IsAt(aim, diary, earlier), Patience))
            Thread.Sleep(TimeSpan.FromSeconds(aim.Delay));
        var transfer = remote?.Now;
        if (!build.Kill(aim.Victim))
        {
            End(build, isDisturbed: false, Patience);
            return false;
        }

        End(build, isDisturbed: true, Leaving);
        if (!aim.AtOnce)
            RequireGone(build);
        var place = transfer ?? Context.Schedule.PlaceOf(build.Diary);
        var repeated =
            Context.Reference.Epochs.TryGetValue(place, out var epochs) && Diary.EpochOf(place) < epochs ? 1 : 0;
        _kills.Add(new KillRecord(aim.Place, place, aim.Victim, repeated));
        return true;
    }

    private bool IsAt(Aim aim, BuildDiary diary, int earlier) =>
        aim.Place switch
        {
            Places.Upload => remote!.Now == Places.Upload || diary.Has(Context.Schedule.Last),
            Places.Download => remote!.Begun(Places.Download) - earlier >= aim.Transfer
                || diary.Has(Context.Schedule.Last),
            _ => Context.Schedule.IsAt(aim, diary),
        };
}
