using System.Globalization;
using Pruning.DotnetTool.Terminal;

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
                Two(model.MedianMs),
                $"{Two(model.LowMs)} to {Two(model.HighMs)}",
                model.Ratio is { } ratio ? Three(ratio) : "1",
                model is { RatioLow: { } low, RatioHigh: { } high } ? $"{Three(low)} to {Three(high)}" : "-");
        }

        table.Write(writer);
        writer.WriteLine($"ONNX Runtime {result.Runtime}, {result.Threads} thread{(result.Threads == 1 ? "" : "s")}, medians of {result.Rounds} rounds in turns, {result.Machine}");
        if (result.Models.Any(model => model.Batch != result.Models[0].Batch))
            writer.WriteLine("The models take batches of different sizes: their times are of a run, not of a picture.");
    }

    private static string Two(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);

    private static string Three(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);
}
