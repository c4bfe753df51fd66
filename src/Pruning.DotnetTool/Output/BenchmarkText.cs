using Pruning.DotnetTool.Terminal;
using Pruning.Reporting;

namespace Pruning.DotnetTool.Output;

/// <summary>A benchmark for people.</summary>
internal static class BenchmarkText
{
    public static void Write(TextWriter writer, BenchmarkOutput result)
    {
        var table = new TextTable("model", "ms", "quartiles", "ratio", "95 % interval");
        foreach (var model in result.Models)
        {
            table.Add(
                model.Model,
                ReportNumbers.Latency(model.MedianMs),
                $"{ReportNumbers.Latency(model.LowMs)} to {ReportNumbers.Latency(model.HighMs)}",
                model.Ratio is { } ratio ? ReportNumbers.Ratio(ratio) : "1",
                model is { RatioLow: { } low, RatioHigh: { } high }
                    ? $"{ReportNumbers.Ratio(low)} to {ReportNumbers.Ratio(high)}"
                    : "-"
            );
        }

        table.Write(writer);
        writer.WriteLine(
            $"ONNX Runtime {result.Runtime}, {result.Threads} thread{(result.Threads == 1 ? "" : "s")}, medians "
                + $"of {result.Rounds} rounds in turns, {result.Machine}"
        );
        if (result.Models.Any(model => model.Batch != result.Models[0].Batch))
            writer.WriteLine("The models take batches of different sizes: their times are of a run, not of a picture.");
    }
}
