using System.Globalization;
using Pruning.DotnetTool.Terminal;

namespace Pruning.Benchmarks.Kills;

/// <summary>A campaign's rounds as a table: place by front end.</summary>
internal static class CampaignTable
{
    public static void Write(IReadOnlyCollection<RoundRecord> rounds, TextWriter output)
    {
        foreach (var group in rounds.GroupBy(round => (round.FrontEnd, round.Disturbance)).OrderBy(group => group.Key))
        {
            var name = group.Key.FrontEnd == FrontEnd.Tool ? "dotnet prune build" : "dotnet build";
            (
                group.Key.Disturbance == Disturbance.Kills
                    ? Kills(name, [.. group.SelectMany(round => round.Kills)])
                    : Troubles(name, [.. group.SelectMany(round => round.Troubles)])
            ).Write(output);
            output.WriteLine();
            foreach (var line in Summary([.. group]))
                output.WriteLine(line);
            output.WriteLine();
        }

        foreach (
            var fault in rounds.SelectMany(round =>
                round.Faults.Select(fault => $"{round.FrontEnd}, {round.Disturbance} {round.Index}: {fault}")
            )
        )
            output.WriteLine(fault);
    }

    private static TextTable Kills(string name, List<KillRecord> kills)
    {
        var table = new TextTable(name, "kills", "as aimed", "missed", "engine", "front end", "group", "epochs again")
        {
            LeftAligned = [0],
        };
        foreach (
            var place in kills
                .Select(kill => kill.Place)
                .Distinct()
                .OrderBy(Places.OrderOf)
                .ThenByDescending(place => place, StringComparer.Ordinal)
        )
            table.Add([place, .. Row(kills, place)]);
        table.Add(["all", .. Row(kills, null)]);
        return table;
    }

    private static TextTable Troubles(string name, List<TroubleRecord> troubles)
    {
        var table = new TextTable(name, "builds", "what they said") { LeftAligned = [0, 2] };
        foreach (
            var trouble in troubles.GroupBy(one => one.Trouble).OrderBy(group => group.Key, StringComparer.Ordinal)
        )
            table.Add(
                trouble.Key,
                Text(trouble.Count()),
                string.Join(
                    ", ",
                    trouble
                        .GroupBy(one => one.Outcome)
                        .OrderByDescending(same => same.Count())
                        .Select(same => $"{Text(same.Count())} {same.Key}")
                )
            );
        return table;
    }

    private static string[] Row(List<KillRecord> kills, string? place)
    {
        var here = kills.Where(kill => place is null || kill.Place == place).ToList();
        var aimed = kills.Count(kill => kill.Aim != kill.Place && (place is null || kill.Aim == place));
        string[] victims =
        [
            .. Enum.GetValues<Victim>().Select(victim => Text(here.Count(kill => kill.Victim == victim))),
        ];
        return
        [
            Text(here.Count),
            Text(here.Count(kill => kill.Aim == kill.Place)),
            Text(aimed),
            .. victims,
            Text(here.Sum(kill => kill.Repeated)),
        ];
    }

    private static IEnumerable<string> Summary(IReadOnlyCollection<RoundRecord> rounds)
    {
        var count = rounds.Sum(round => round.Kills.Length + round.Troubles.Length);
        yield return $"{Text(count)} in {Text(rounds.Count)} rounds, {Text(rounds.Sum(round => round.Builds))} builds; most epochs again for one kill: {Text(rounds.SelectMany(round => round.Kills).Select(kill => kill.Repeated).DefaultIfEmpty().Max())}";
        yield return $"rounds that ended in the bits of an undisturbed build: {Text(rounds.Count(round => round.SameBits))} of {Text(rounds.Count)}";
        yield return $"finished epochs and steps that were lost: {Text(rounds.Sum(round => round.Lost))}; other faults: {Text(rounds.Sum(round => round.Faults.Length - round.Lost))}";
    }

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
