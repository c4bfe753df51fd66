namespace Pruning.Benchmarks.Kills;

/// <summary>
/// Machines with empty stores and a remote cache that has all, and fails them in every way: each builds to the end all
/// the same.
/// </summary>
/// <param name="most">So many troubles suffice.</param>
internal sealed class RemoteRound(RoundContext context, Random random, int most, TroubledCache cache) : Round(context)
{
    private readonly List<TroubleRecord> _troubles = [];

    protected override IEnumerable<string> Properties =>
        [$"PruningRemoteCache={cache.Address}", "PruningRemoteCachePush=true", "PruningRemoteCacheTimeout=2"];

    protected override bool Build()
    {
        Begin();
        var sameBits = Finish(fetches: false);
        var troubles = Enum.GetValues<RemoteTrouble>();
        random.Shuffle(troubles);
        foreach (var trouble in troubles.Take(most))
            sameBits &= Disturb(trouble);
        // Nothing of that has found its way into the cache.
        Begin();
        return Finish(fetches: true) && sameBits;
    }

    protected override RoundRecord Describe(RoundRecord round) => round with { Troubles = [.. _troubles] };

    private bool Disturb(RemoteTrouble trouble)
    {
        Begin();
        // A cache that takes nothing is met by those who have something to give.
        if (trouble == RemoteTrouble.TakesNothing)
            cache.Forget();
        cache.Be(trouble, share: trouble == RemoteTrouble.TakesNothing ? 1 : 0.2 + (random.NextDouble() * 0.8));
        var build = Start();
        var exitCode = End(build, isDisturbed: true, Patience);
        RequireGone(build);
        if (exitCode != 0)
            Fault($"{trouble}: a build failed with exit code {exitCode}:\n{build.Text}");
        string[] codes =
        [
            .. build
                .Diary.Lines.SelectMany(
                    line => (string[])["PRUNE9010", "PRUNE9011", "PRUNE9012"],
                    (line, code) => (line, code)
                )
                .Where(pair => pair.line.Contains(pair.code, StringComparison.Ordinal))
                .Select(pair => pair.code)
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];
        _troubles.Add(
            new TroubleRecord(
                $"{cache.Failed} requests",
                trouble.ToString(),
                codes.Length > 0 ? string.Join(' ', codes) : "no warning"
            )
        );
        cache.Be(null, 0);
        var differing = Context.Reference.Differences(Context.Project, fetched: true).ToList();
        differing.ForEach(one => Fault($"{trouble}: {one}"));
        // What it could not give to the cache, the next build gives.
        if (trouble == RemoteTrouble.TakesNothing)
            Finish(fetches: false);
        return differing.Count == 0;
    }
}
