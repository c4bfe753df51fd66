using System.CommandLine;
using Pruning.Benchmarks.Kills;
using Pruning.Benchmarks.Measuring;
using Pruning.Testing;

namespace Pruning.Benchmarks.CommandLine;

/// <summary>
/// <c>kills</c>: builds that are killed at every place, again and again. Hours, so it is no part of a run of
/// everything.
/// </summary>
internal static class KillsCommand
{
    private const int Kills = 500;

    /// <param name="output">Takes the tables.</param>
    /// <param name="messages">Takes progress.</param>
    public static Command Create(TextWriter output, TextWriter messages)
    {
        var kills = BenchmarkCommand.Number(
            "--kills",
            FormattableString.Invariant($"Kills of each front end, at least. [default: {Kills}]"),
            smallest: 0
        );
        var disks = BenchmarkCommand.Number(
            "--disks",
            "Disks of each front end that fill up or become read-only; takes root's rights. [default: 0]",
            smallest: 0
        );
        var remotes = BenchmarkCommand.Number(
            "--remotes",
            "Builds of each front end that a remote cache fails. [default: 0]",
            smallest: 0
        );
        var frontEnds = new Option<FrontEnd[]>("--front")
        {
            Description = "The front ends: Tool for 'dotnet prune build', MSBuild for 'dotnet build'.",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => Enum.GetValues<FrontEnd>(),
        };
        var seed = new Option<int>("--seed")
        {
            Description = "Decides who is killed where, and when.",
            HelpName = "number",
        };
        var log = new Option<string>("--log")
        {
            Description =
                "Rounds are added here; those that are in it count, so that a campaign that was stopped goes on.",
            HelpName = "file",
            DefaultValueFactory = _ => Path.Combine("artifacts", "kills.jsonl"),
        };
        var command = new Command(
            "kills",
            "Kills builds at every place, has them go on, and compares what comes out with an undisturbed build. "
                + "Takes hours."
        )
        {
            kills,
            disks,
            remotes,
            frontEnds,
            seed,
            log,
        };
        command.SetAction(parsed =>
        {
            if (!OperatingSystem.IsLinux())
                throw new MeasurementException(
                    "Processes and sessions are looked at as Linux has them; there is no campaign elsewhere."
                );
            if (parsed.GetValue(disks) > 0 && !SmallDisk.CanBeMounted())
                throw new MeasurementException("Mounting disks takes root's rights; leave --disks away.");
            var settings = new CampaignSettings(
                [.. parsed.GetValue(frontEnds)!.Distinct()],
                parsed.GetValue(kills) ?? Kills,
                parsed.GetValue(disks) ?? 0,
                parsed.GetValue(remotes) ?? 0,
                parsed.GetValue(seed),
                parsed.GetRequiredValue(log)
            );
            return new Campaign(settings, output, messages).Run() ? 0 : 1;
        });
        return command;
    }
}
