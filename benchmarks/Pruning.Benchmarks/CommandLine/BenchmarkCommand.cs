using System.CommandLine;
using Pruning.Benchmarks.Measuring;
using Pruning.Benchmarks.Parts;
using Pruning.Diagnostics;

namespace Pruning.Benchmarks.CommandLine;

/// <summary>The program's command line.</summary>
internal static class BenchmarkCommand
{
    /// <returns>0; 1 where a measurement failed, 3 for a wrong command line.</returns>
    public static int Run(string[] arguments, TextWriter output, TextWriter messages)
    {
        var parsed = Create(output, messages).Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
                messages.WriteLine($"benchmarks: {error.Message}");
            return 3;
        }

        try
        {
            return parsed.Invoke(
                new InvocationConfiguration
                {
                    EnableDefaultExceptionHandler = false,
                    Output = output,
                    Error = messages,
                }
            );
        }
        catch (PruneException failure)
        {
            messages.WriteLine(failure.Diagnostic.ToString());
            return 1;
        }
        catch (MeasurementException failure)
        {
            messages.WriteLine($"benchmarks: {failure.Message}");
            return 1;
        }
    }

    private static RootCommand Create(TextWriter output, TextWriter messages)
    {
        var parts = new Argument<string[]>("part")
        {
            Description = $"What to measure; all without any. {BenchmarkList.Describe()}",
            Arity = ArgumentArity.ZeroOrMore,
        };
        parts.AcceptOnlyFromAmong([.. BenchmarkList.All.Select(part => part.Name)]);
        var quick = new Option<bool>("--quick")
        {
            Description = "Only enough work to see that everything runs; the figures mean nothing.",
        };
        var synthetic = new Option<bool>("--synthetic")
        {
            Description = "Drawn pictures and untrained weights, even where the reference data are.",
        };
        var epochs = Number("--epochs", "Epochs of the training whose memory is watched. [default: 5]", smallest: 2);
        var threads = Number("--threads", "Threads of an operator. [default: one a core]", smallest: 1);
        var json = new Option<string?>("--json")
        {
            Description = "Writes the figures to this file as JSON too.",
            HelpName = "file",
        };
        var root = new RootCommand("Measures training, evaluation, latency, start-up and scale on this machine.")
        {
            parts,
            quick,
            synthetic,
            epochs,
            threads,
            json,
        };
        root.Subcommands.Add(SlimmingCommand.Create(output, messages));
        root.Subcommands.Add(KillsCommand.Create(output, messages));
        root.Subcommands.Add(FirstCallCommand.Create(output));
        root.SetAction(parsed =>
        {
            BenchmarkRun.Run(
                new BenchmarkSettings(
                    [.. parsed.GetValue(parts) ?? []],
                    parsed.GetValue(quick),
                    parsed.GetValue(synthetic),
                    parsed.GetValue(epochs),
                    parsed.GetValue(threads) ?? 0,
                    parsed.GetValue(json)
                ),
                output,
                messages
            );
            return 0;
        });
        return root;
    }

    /// <summary>A whole number of at least <paramref name="smallest"/>, or absent.</summary>
    internal static Option<int?> Number(string name, string description, int smallest)
    {
        var option = new Option<int?>(name) { Description = description, HelpName = "count" };
        option.Validators.Add(result =>
        {
            if (
                !result.Errors.Any()
                && result.Tokens is [var token]
                && (!int.TryParse(token.Value, out var value) || value < smallest)
            )
                result.AddError($"{name} takes a whole number of at least {smallest}, not '{token.Value}'.");
        });
        return option;
    }
}
