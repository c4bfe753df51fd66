using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Pruning.Benchmarks.Inputs;
using Pruning.Benchmarks.Measuring;
using Pruning.Benchmarks.Slimming;
using Pruning.Pipeline.Options;

namespace Pruning.Benchmarks.CommandLine;

/// <summary>
/// <c>slimming</c>: the table of how well each way of slimming keeps accuracy. Hours, so it is no part of a run of
/// everything.
/// </summary>
internal static class SlimmingCommand
{
    private static readonly ImmutableArray<int> Reductions = [50, 70];
    private static readonly ImmutableArray<int> Dense = [30, 45, 60];
    private const int Sparse = 15;
    private const int Tuned = 15;

    /// <param name="output">Takes the table.</param>
    /// <param name="messages">Takes progress.</param>
    public static Command Create(TextWriter output, TextWriter messages)
    {
        var trials = new Option<string[]>("--only")
        {
            Description = "Only these rows, by name.",
            HelpName = "name",
            AllowMultipleArgumentsPerToken = true,
        };
        var reductions = Numbers("--reductions", "Shares of the FLOPs to remove, in per cent. [default: 50,70]", 1, 99);
        var seeds = Numbers("--seeds", "Each row runs with each. [default: 0]", 0, int.MaxValue);
        var dense = Numbers(
            "--dense",
            "Epochs of the dense trainings; the first one's network is what is cut. [default: 30,45,60]",
            1,
            10_000
        );
        var sets = new Option<string[]>("--sets")
        {
            Description =
                $"The datasets, a table each: {SlimmingSet.Names}: so many training images, the smaller ones "
                + $"among the larger. [default: bccd]",
            HelpName = "name",
            AllowMultipleArgumentsPerToken = true,
        };
        sets.Validators.Add(RefuseNoSet);
        var set = new Option<string[]>("--set")
        {
            Description =
                "Set in every row's project, but not where the network comes from that is cut: what is tried.",
            HelpName = "Property=Value",
        };
        set.Validators.Add(RefuseNoProperty);
        var cache = new Option<string>("--cache")
        {
            Description = "The stage store. A run that was stopped goes on from it. [default: artifacts/slimming]",
            HelpName = "folder",
            DefaultValueFactory = _ => Path.Combine("artifacts", "slimming"),
        };
        var test = new Option<bool>("--test")
        {
            Description = "Show the test split as well: once, when all has been chosen on the validation split.",
        };
        var quick = new Option<bool>("--quick")
        {
            Description = "One epoch each on few drawn pictures: only whether everything runs.",
        };
        var command = new Command(
            "slimming",
            "Trains, cuts and fine-tunes in every way, from one dense network, and tables what is left of its "
                + "accuracy. Takes hours."
        )
        {
            sets,
            trials,
            reductions,
            seeds,
            dense,
            set,
            cache,
            test,
            quick,
        };
        command.Validators.Add(result =>
            RefuseUnknown(result, trials, result.GetValue(quick) ? [1] : Read(result.GetValue(dense), Dense))
        );
        command.SetAction(parsed =>
        {
            var isQuick = parsed.GetValue(quick);
            using var folder = new WorkFolder();
            var settings = new SlimmingSettings(
                [.. parsed.GetValue(trials) ?? []],
                Read(parsed.GetValue(reductions), Reductions),
                Read(parsed.GetValue(seeds), [0]),
                isQuick ? [1] : Read(parsed.GetValue(dense), Dense),
                isQuick ? 1 : Sparse,
                isQuick ? 1 : Tuned,
                [.. (parsed.GetValue(set) ?? []).Select(Pair).OfType<(string, string)>()],
                Path.GetFullPath(parsed.GetRequiredValue(cache)),
                parsed.GetValue(test)
            );
            foreach (
                var (model, data) in Inputs(
                    parsed.GetValue(sets) is { Length: > 0 } named ? named : ["bccd"],
                    isQuick,
                    folder
                )
            )
                new SlimmingTable(settings, model, data, folder, output, messages).Run();
            return 0;
        });
        return command;
    }

    // Drawn ones show whether it runs.
    private static IEnumerable<(string Model, SlimmingSet Set)> Inputs(
        IEnumerable<string> names,
        bool isQuick,
        WorkFolder folder
    )
    {
        if (isQuick)
        {
            var drawn = BenchmarkInputs.Find(new BenchmarkSettings([], Quick: true, Synthetic: true), folder);
            return [(drawn.Model, new SlimmingSet("drawn", drawn.TrainingData, 64, IsOneClass: false))];
        }

        var model = ReferenceData.Find("yolov5n.pt") ?? throw Missing("yolov5n.pt");
        return [.. names.Select(name => (model, SlimmingSet.Find(name, folder) ?? throw Missing(name)))];
    }

    private static MeasurementException Missing(string name) =>
        new(
            $"'{name}' is not there, and drawn pictures tell nothing of accuracy. {ReferenceData.FolderVariable} "
                + $"names the folder of the reference data."
        );

    private static void RefuseNoSet(OptionResult result)
    {
        foreach (var text in result.Tokens.Select(token => token.Value).Where(text => !SlimmingSet.IsName(text)))
            result.AddError($"--sets takes {SlimmingSet.Names}, not '{text}'.");
    }

    private static void RefuseUnknown(CommandResult result, Option<string[]> trials, ImmutableArray<int> dense)
    {
        string[] known =
        [
            .. dense.Select(SlimmingTable.DenseName),
            .. SlimmingTrial.All(Sparse, Tuned).Select(trial => trial.Name),
        ];
        foreach (var unknown in (result.GetValue(trials) ?? []).Except(known))
            result.AddError($"There is no row '{unknown}'. There are: {string.Join(", ", known)}.");
    }

    private static (string Property, string Value)? Pair(string text) =>
        text.Split('=', 2) is [var property, var value] ? (property, value) : null;

    // A property that no project has would be measured as if it changed something.
    private static void RefuseNoProperty(OptionResult result)
    {
        foreach (var text in result.Tokens.Select(token => token.Value))
        {
            if (Pair(text) is not { } pair || OptionCatalogue.All.All(option => option.Name != pair.Property))
                result.AddError(
                    $"--set takes a property of a model project and its value, such as BatchSize=8, not '{text}'."
                );
        }
    }

    private static ImmutableArray<int> Read(string? text, ImmutableArray<int> otherwise) =>
        text is null ? otherwise : [.. text.Split(',').Select(part => int.Parse(part, CultureInfo.InvariantCulture))];

    private static Option<string?> Numbers(string name, string description, int least, int most)
    {
        var option = new Option<string?>(name) { Description = description, HelpName = "numbers" };
        option.Validators.Add(result =>
        {
            if (
                result.Tokens is [var token]
                && !token
                    .Value.Split(',')
                    .All(part =>
                        int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
                        && value >= least
                        && value <= most
                    )
            )
                result.AddError(
                    $"{name} takes whole numbers from {least} to {most} between commas, not '{token.Value}'."
                );
        });
        return option;
    }
}
