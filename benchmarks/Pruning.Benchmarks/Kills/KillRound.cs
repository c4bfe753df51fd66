using System.Diagnostics;
using Pruning.Pipeline.Store;

namespace Pruning.Benchmarks.Kills;

/// <summary>One project that is built from nothing, killed at each place, and built to its end.</summary>
/// <param name="remote">A remote cache that results are pushed to, and in the end fetched from; null for none.</param>
internal sealed class KillRound(KilledProject project, FrontEnd frontEnd, BuildSchedule schedule, BuildReference reference, Random random, SlowCache? remote)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    // An engine leaves within three seconds, MSBuild of an engine that died at once; a busy machine takes longer.
    private static readonly TimeSpan Leaving = TimeSpan.FromSeconds(30);

    private readonly List<KillRecord> _kills = [];
    private readonly List<string> _faults = [];
    private readonly List<BuildProcess> _builds = [];
    private RoundDiary _diary = new();
    private int _lost;
    private int _epochs;

    public RoundRecord Run(int seed, int index)
    {
        var clock = Stopwatch.StartNew();
        var sameBits = Build(AimList.Draw(random, schedule, remote is not null), fetches: false);
        if (remote is not null)
            sameBits &= Build(AimList.DrawDownloads(random), fetches: true);
        var builds = _builds.Count;
        _builds.ForEach(build => build.Dispose());
        return new RoundRecord(frontEnd, seed, index, [.. _kills], builds, _epochs, sameBits, _lost, [.. _faults], clock.Elapsed.TotalSeconds);
    }

    // From nothing to the end.
    private bool Build(IReadOnlyList<Aim> aims, bool fetches)
    {
        project.Forget();
        _diary = new RoundDiary();
        var goesOn = true;
        foreach (var aim in aims)
        {
            // A kill that came late may have let its step, and more, be finished.
            if (goesOn && !(aim.After is { } step && aim.Place != Places.Output && _diary.IsFinished(step)))
                goesOn = Kill(aim);
        }

        Finish(fetches);
        _lost += _diary.Lost.Count;
        _epochs += _diary.Epochs;
        _faults.AddRange(_diary.Lost);
        var differing = reference.Differences(project, fetches).ToList();
        _faults.AddRange(differing);
        return differing.Count == 0;
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
            End(build, mustSucceed: true);
            return false;
        }

        End(build, mustSucceed: false);
        if (!aim.AtOnce)
            RequireGone(build);
        var place = transfer ?? schedule.PlaceOf(build.Diary);
        var repeated = reference.Epochs.TryGetValue(place, out var epochs) && _diary.EpochOf(place) < epochs ? 1 : 0;
        _kills.Add(new KillRecord(aim.Place, place, aim.Victim, repeated));
        return true;
    }

    private bool IsAt(Aim aim, BuildDiary diary, int earlier) => aim.Place switch
    {
        Places.Start => true,
        Places.Output => diary.Has(schedule.Last),
        Places.Upload => remote!.Now == Places.Upload || diary.Has(schedule.Last),
        Places.Download => remote!.Begun(Places.Download) - earlier >= aim.Transfer || diary.Has(schedule.Last),
        Places.Between => diary.Has(aim.After!) || diary.Has(schedule.Last),
        _ => diary.Has(schedule.Last) || diary.Started.Any(step => schedule.IndexOf(step.Step) >= schedule.IndexOf(aim.After!)),
    };

    private void Finish(bool fetches)
    {
        var build = Start();
        End(build, mustSucceed: true);
        if (fetches && build.Diary.Started.Count > 0)
            _faults.Add($"'{build.Diary.Started[0].Step}' ran although the remote cache has all");
        var again = Start();
        End(again, mustSucceed: true);
        if (again.Diary.Started.Count > 0)
            _faults.Add($"'{again.Diary.Started[0].Step}' ran although all was there");
        _builds.ForEach(RequireGone);
        if (FileLock.AnyHeld(CacheLocation.LocksIn(project.Cache)))
            _faults.Add("a lock is held by nobody");
    }

    private BuildProcess Start()
    {
        var build = project.Start(frontEnd, remote is null ? [] : [$"PruningRemoteCache={remote.Address}", "PruningRemoteCachePush=true"]);
        _builds.Add(build);
        return build;
    }

    // Of the process that was started; what it had started itself may take a moment longer.
    private void End(BuildProcess build, bool mustSucceed)
    {
        var exitCode = build.ExitCode(mustSucceed ? Patience : Leaving);
        if (exitCode is null)
        {
            _faults.Add($"a build did not end:\n{build.Text}");
            build.Kill(Victim.Group);
            build.ExitCode(Leaving);
        }

        _diary.Add(build.Diary);
        foreach (var fault in BuildFaults.In(build.Diary))
            _faults.Add($"{fault}\n{build.Text}");
        if (mustSucceed && exitCode is not (null or 0))
            _faults.Add($"a build that nobody disturbed ended with exit code {exitCode}:\n{build.Text}");
    }

    private void RequireGone(BuildProcess build)
    {
        foreach (var process in build.Remaining(Leaving))
            _faults.Add($"of a build that has ended there still runs: {process}");
    }
}
