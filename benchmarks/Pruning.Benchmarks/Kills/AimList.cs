namespace Pruning.Benchmarks.Kills;

/// <summary>
/// A round's kills in the order of the build: one in each step, some before the first, behind the last, between two,
/// and in transfers.
/// </summary>
internal static class AimList
{
    private const int AtStart = 2;
    private const int AtOutput = 2;
    private const int InBetween = 2;
    private const int InTransfers = 3;

    // A busy machine takes longer than the undisturbed build did.
    private const double Slack = 1.2;

    /// <param name="withRemote">Whether results are pushed.</param>
    /// <param name="most">A short campaign has fewer: any of them.</param>
    public static IReadOnlyList<Aim> Draw(Random random, BuildSchedule schedule, bool withRemote, int most)
    {
        var all = All(random, schedule, withRemote);
        var chosen = Enumerable.Range(0, all.Count).ToArray();
        random.Shuffle(chosen);
        return [.. chosen.Take(most).Order().Select(i => all[i])];
    }

    private static List<Aim> All(Random random, BuildSchedule schedule, bool withRemote)
    {
        var aims = new List<(double Order, Aim Aim)>();
        for (var i = 0; i < AtStart; i++)
            aims.Add((-1, New(random, Places.Start, null, schedule.Start)));
        foreach (var (step, i) in schedule.Steps.Select((step, i) => (step, i)))
            aims.Add((i, New(random, step.Name, step.Name, step.Work * Slack)));
        for (var n = 0; n < InBetween; n++)
        {
            var i = random.Next(schedule.Steps.Length - 1);
            aims.Add((i + 0.5, New(random, Places.Between, schedule.Steps[i].Name, schedule.Steps[i].Gap)));
        }

        for (var n = 0; withRemote && n < InTransfers; n++)
            aims.Add((random.Next(schedule.Steps.Length - 1) + 0.6, Transfer(random, Places.Upload)));

        for (var i = 0; i < AtOutput; i++)
            aims.Add((schedule.Steps.Length, New(random, Places.Output, schedule.Last, schedule.Steps[^1].Gap)));
        return [.. aims.OrderBy(aim => aim.Order).Select(aim => aim.Aim)];
    }

    /// <summary>For a machine that has nothing and a remote cache that has all.</summary>
    public static IReadOnlyList<Aim> DrawDownloads(Random random) =>
        [.. Enumerable.Range(0, InTransfers).Select(_ => Transfer(random, Places.Download))];

    private static Aim Transfer(Random random, string place) =>
        New(random, place, null, 0.03) with
        {
            Transfer = random.Next(1, 4),
        };

    private static Aim New(Random random, string place, string? after, double longest) =>
        new(place, after, random.NextDouble() * longest, (Victim)random.Next(3), random.Next(2) == 0);
}
