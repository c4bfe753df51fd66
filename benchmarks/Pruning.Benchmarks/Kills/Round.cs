using System.Diagnostics;
using Pruning.Pipeline.Store;
using Pruning.Storage;

namespace Pruning.Benchmarks.Kills;

/// <summary>
/// A project that is built from nothing to its end, disturbed on the way; and what has to hold all the time, and in the
/// end.
/// </summary>
internal abstract class Round(RoundContext context)
{
    protected static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    // An engine leaves within three seconds, MSBuild of an engine that died at once; a busy machine takes longer.
    protected static readonly TimeSpan Leaving = TimeSpan.FromSeconds(60);

    private readonly List<BuildProcess> _builds = [];
    private readonly List<string> _faults = [];
    private int _lost;
    private int _epochs;

    protected RoundContext Context { get; } = context;

    /// <summary>What the builds since <see cref="Begin"/> said.</summary>
    protected RoundDiary Diary { get; private set; } = new();

    public RoundRecord Run(int seed, int index)
    {
        var clock = Stopwatch.StartNew();
        try
        {
            var sameBits = Build();
            return Describe(
                new RoundRecord(
                    Context.FrontEnd,
                    seed,
                    index,
                    [],
                    _builds.Count,
                    _epochs,
                    sameBits,
                    _lost,
                    [.. _faults],
                    clock.Elapsed.TotalSeconds
                )
            );
        }
        finally
        {
            _builds.ForEach(build => build.Dispose());
        }
    }

    /// <returns>Whether the bits are those of an undisturbed build.</returns>
    protected abstract bool Build();

    /// <summary>Adds what is this kind's own.</summary>
    protected abstract RoundRecord Describe(RoundRecord round);

    /// <summary>Properties of every build.</summary>
    protected abstract IEnumerable<string> Properties { get; }

    /// <summary>From here on nothing is there.</summary>
    protected void Begin()
    {
        Context.Project.Forget();
        Diary = new RoundDiary();
    }

    protected void Fault(string fault) => _faults.Add(fault);

    protected BuildProcess Start()
    {
        var build = Context.Project.Start(Context.FrontEnd, Properties);
        _builds.Add(build);
        return build;
    }

    /// <summary>Waits for the process that was started; what it had started itself may take a moment longer.</summary>
    /// <param name="isDisturbed">Whether it may fail, in words of its own.</param>
    /// <returns>The exit code; null where it had to be killed.</returns>
    protected int? End(BuildProcess build, bool isDisturbed, TimeSpan patience)
    {
        var exitCode = build.ExitCode(patience);
        if (exitCode is null)
        {
            Fault($"a build did not end within {patience}:\n{build.Text}");
            build.Kill(Victim.Group);
            build.ExitCode(Leaving);
        }

        Diary.Add(build.Diary);
        if (BuildFaults.In(build.Diary, isDisturbed).FirstOrDefault() is { } fault)
            Fault($"{fault}\n{build.Text}");
        if (!isDisturbed && exitCode is not (null or 0))
            Fault($"a build that nothing disturbed ended with exit code {exitCode}:\n{build.Text}");
        return exitCode;
    }

    /// <summary>Waits for all processes of a build.</summary>
    protected void RequireGone(BuildProcess build)
    {
        foreach (var process in build.Remaining(Leaving))
            Fault($"of a build that has ended there still runs: {process}");
    }

    /// <summary>Builds to the end, and looks at what there is.</summary>
    /// <param name="fetches">Whether all of it lies in a remote cache.</param>
    /// <returns>Whether the bits are those of an undisturbed build.</returns>
    protected bool Finish(bool fetches)
    {
        var build = Start();
        End(build, isDisturbed: false, Patience);
        if (fetches && build.Diary.Started.Count > 0)
            Fault($"'{build.Diary.Started[0].Step}' ran although the remote cache has all");
        var again = Start();
        End(again, isDisturbed: false, Patience);
        if (again.Diary.Started.Count > 0)
            Fault($"'{again.Diary.Started[0].Step}' ran although all was there");
        _builds.ForEach(RequireGone);
        if (FileLock.AnyHeld(CacheLocation.LocksIn(Context.Project.Cache)))
            Fault("a lock is held by nobody");
        (_lost, _epochs) = (_lost + Diary.Lost.Count, _epochs + Diary.Epochs);
        Diary.Lost.ForEach(Fault);
        var differing = Context.Reference.Differences(Context.Project, fetches).ToList();
        differing.ForEach(Fault);
        return differing.Count == 0;
    }

    /// <summary>A disturbance that came late may have let its step, and more, be finished.</summary>
    protected bool IsPast(Aim aim) => aim.After is { } step && aim.Place != Places.Output && Diary.IsFinished(step);
}
