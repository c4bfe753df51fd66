using System.Globalization;
using Pruning.DotnetTool.Terminal;

namespace Pruning.Benchmarks.Kills;

/// <summary>A campaign's rounds as a table: place by front end.</summary>
internal static class CampaignTable
{
    /// <param name="order">Places, in the order of a build.</param>
    public static void Write(IReadOnlyCollection<RoundRecord> rounds, IReadOnlyList<string> order, TextWriter output)
    {
        foreach (var frontEnd in rounds.GroupBy(round => round.FrontEnd).OrderBy(group => group.Key))
        {
            var kills = frontEnd.SelectMany(round => round.Kills).ToList();
            var table = new TextTable(frontEnd.Key == FrontEnd.Tool ? "dotnet prune build" : "dotnet build", "kills", "as aimed", "missed", "engine", "front end", "group", "epochs again") { LeftAligned = [0] };
            foreach (var place in order.Concat(kills.Select(kill => kill.Place)).Distinct())
                table.Add([place, .. Row(kills, place)]);
            table.Add(["all", .. Row(kills, null)]);
            table.Write(output);
            output.WriteLine();
            foreach (var line in Summary([.. frontEnd]))
                output.WriteLine(line);
            output.WriteLine();
        }

        foreach (var fault in rounds.SelectMany(round => round.Faults.Select(fault => $"{round.FrontEnd} {round.Index}: {fault}")))
            output.WriteLine(fault);
    }

    private static string[] Row(List<KillRecord> kills, string? place)
    {
        var here = kills.Where(kill => place is null || kill.Place == place).ToList();
        var aimed = kills.Count(kill => kill.Aim != kill.Place && (place is null || kill.Aim == place));
        string[] victims = [.. Enum.GetValues<Victim>().Select(victim => Text(here.Count(kill => kill.Victim == victim)))];
        return [Text(here.Count), Text(here.Count(kill => kill.Aim == kill.Place)), Text(aimed), .. victims, Text(here.Sum(kill => kill.Repeated))];
    }

    private static IEnumerable<string> Summary(IReadOnlyCollection<RoundRecord> rounds)
    {
        var kills = rounds.Sum(round => round.Kills.Length);
        yield return $"{Text(kills)} kills in {Text(rounds.Count)} rounds, {Text(rounds.Sum(round => round.Builds))} builds; most epochs again for one kill: {Text(rounds.SelectMany(round => round.Kills).Select(kill => kill.Repeated).DefaultIfEmpty().Max())}";
        yield return $"rounds that ended in the bits of an undisturbed build: {Text(rounds.Count(round => round.SameBits))} of {Text(rounds.Count)}";
        yield return $"finished epochs and steps that were lost: {Text(rounds.Sum(round => round.Lost))}; other faults: {Text(rounds.Sum(round => round.Faults.Length - round.Lost))}";
    }

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
