using System.CommandLine;
using Pruning.Diagnostics;
using Pruning.DotnetTool.Output;
using Pruning.DotnetTool.Terminal;
using Pruning.Evaluation;
using Pruning.Onnx.Latency;

namespace Pruning.DotnetTool.Commands;

/// <summary><c>benchmark</c>: latency of ONNX files in ONNX Runtime, in turns in one run.</summary>
internal static class BenchmarkCommand
{
    public static Command Create(IConsole console)
    {
        var models = new Argument<string[]>("model")
        {
            Description = "ONNX files; the first is what the others are compared with.",
            Arity = ArgumentArity.OneOrMore,
        };
        var size = CommonOptions.Positive(
            "--imgsz",
            "The picture's side, for models that do not fix it. [default: 640]",
            "pixels"
        );
        var threads = CommonOptions.Positive("--threads", "Threads within an operator. [default: 1]", "count");
        var rounds = CommonOptions.Positive(
            "--rounds",
            $"Counted runs of each model, {LatencyOptions.MinimumRounds} at least. [default: 60]",
            "count",
            LatencyOptions.MinimumRounds
        );
        var seconds = CommonOptions.Positive("--seconds", "No new round starts after this. [default: 60]", "count");
        var command = new Command(
            "benchmark",
            "Measures latency in ONNX Runtime, model after model in turns, so that a busy machine slows all "
                + "alike. Times move; the ratios hold, and come with their 95 % intervals."
        )
        {
            models,
            size,
            threads,
            rounds,
            seconds,
        };
        return CommandScope.Attach(command, console, (scope, parsed, cancellation) =>
        {
            var options = new LatencyOptions(
                parsed.GetValue(threads) ?? 1,
                Rounds: parsed.GetValue(rounds) ?? 60,
                MaximumDuration: TimeSpan.FromSeconds(parsed.GetValue(seconds) ?? 60),
                ImageSize: parsed.GetValue(size) ?? 640
            );
            var paths = parsed.GetRequiredValue(models);
            var told = scope.Work.Run("benchmark", _ => Measure(paths, options, cancellation));
            scope.Write(told, writer => BenchmarkText.Write(writer, told));
            return ExitCodes.Success;
        });
    }

    /// <exception cref="PruneException">PRUNE7101 to PRUNE7107: a file that ONNX Runtime cannot run.</exception>
    private static BenchmarkOutput Measure(string[] paths, LatencyOptions options, CancellationToken cancellation)
    {
        if (paths.Length == 1)
            return BenchmarkOutput.Of(paths, LatencyMeter.Measure(paths[0], options, cancellation), []);
        var compared = LatencyMeter.CompareWithFirst(paths, options, cancellation);
        return BenchmarkOutput.Of(paths, compared[0].Baseline, compared);
    }
}
