using System.Text.RegularExpressions;
using Pruning.Testing;

namespace Pruning.Benchmarks.Kills;

/// <summary>
/// Builds whose disks fill up or become read-only at each place, and have room again before the next one.
/// </summary>
/// <param name="most">So many troubles suffice.</param>
internal sealed partial class DiskRound(RoundContext context, Random random, int most) : Round(context)
{
    private readonly List<TroubleRecord> _troubles = [];

    protected override IEnumerable<string> Properties => [];

    protected override bool Build()
    {
        Begin();
        using var store = new SmallDisk(Context.Project.Cache, megabytes: 16);
        using var output = new SmallDisk(Context.Project.Output);
        using var temporary = new SmallDisk(Context.Project.Temporary, megabytes: 64);
        foreach (var aim in AimList.Draw(random, Context.Schedule, withRemote: false, most))
        {
            var trouble = TroubleAt(aim);
            if (
                !IsPast(aim)
                && !Disturb(
                    aim,
                    trouble,
                    trouble switch
                    {
                        DiskTrouble.StoreFull or DiskTrouble.StoreReadOnly => store,
                        DiskTrouble.TemporaryFull => temporary,
                        _ => output,
                    }
                )
            )
                break;
        }

        return Finish(fetches: false);
    }

    protected override RoundRecord Describe(RoundRecord round) => round with { Troubles = [.. _troubles] };

    // Within a step it is the store that is written; all of them before, between and after.
    private DiskTrouble TroubleAt(Aim aim) =>
        aim.Place is Places.Start or Places.Between or Places.Output
            ? (DiskTrouble)random.Next(Enum.GetValues<DiskTrouble>().Length)
        : random.Next(3) == 0 ? DiskTrouble.StoreReadOnly
        : DiskTrouble.StoreFull;

    /// <returns>Whether there is anything left to be built.</returns>
    private bool Disturb(Aim aim, DiskTrouble trouble, SmallDisk disk)
    {
        var isFull = trouble is DiskTrouble.StoreFull or DiskTrouble.OutputFull or DiskTrouble.TemporaryFull;
        var build = Start();
        if (build.Until(diary => Context.Schedule.IsAt(aim, diary), Patience))
            Thread.Sleep(TimeSpan.FromSeconds(aim.Delay));
        var place = build.Now(Context.Schedule.PlaceOf);
        if (isFull)
            disk.Fill(random.Next(2) * random.Next(1 << 16));
        else
            disk.MakeReadOnlyUnderWriters();
        var exitCode = End(build, isDisturbed: true, Patience);
        RequireGone(build);
        if (isFull)
            disk.Empty();
        else
            disk.EndReadOnly();
        _troubles.Add(new TroubleRecord(place, trouble.ToString(), Outcome(build, exitCode, trouble)));
        return exitCode != 0;
    }

    private string Outcome(BuildProcess build, int? exitCode, DiskTrouble trouble)
    {
        if (exitCode == 0)
            return "unnoticed";
        string[] codes =
        [
            .. build
                .Diary.Lines.Select(line => ErrorLine().Match(line))
                .Where(match => match.Success)
                .Select(match => match.Groups[1].Value)
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];
        // What MSBuild writes itself to obj, it says itself.
        var isTold =
            codes.Any(code => code.StartsWith("PRUNE", StringComparison.Ordinal))
            || (
                codes.Length > 0
                && trouble is DiskTrouble.OutputFull or DiskTrouble.OutputReadOnly or DiskTrouble.TemporaryFull
            );
        if (!isTold)
            Fault($"{trouble}: a build failed with exit code {exitCode} and without a code:\n{build.Text}");
        return codes.Length > 0 ? string.Join(' ', codes) : "no code";
    }

    [GeneratedRegex(@"\berror ([A-Z]+[0-9]+)\b")]
    private static partial Regex ErrorLine();
}
