using System.Collections.Immutable;
using System.Globalization;
using Pruning.DotnetTool.Terminal;
using Pruning.Pipeline.Previews;

namespace Pruning.DotnetTool.Output;

/// <summary>What a network costs before and after a cut, for people: its targets, its totals, its layers.</summary>
internal static class CostText
{
    /// <summary>A line each, and an empty one behind them.</summary>
    public static void WriteTargets(TextWriter writer, ImmutableArray<PreviewTarget> targets)
    {
        foreach (var target in targets)
            writer.WriteLine(
                $"target {target.Target}: {(target.Met ? "met" : "missed")}, "
                    + $"{Share(target.Planned / target.Dense)} of the dense network's, limit "
                    + $"{Share(target.Limit / target.Dense)}"
            );
        writer.WriteLine();
    }

    public static void WriteTotals(TextWriter writer, string image, PreviewCost before, PreviewCost after)
    {
        var table = new TextTable("", "dense", "pruned", "change");
        Add(table, "channels", before.Channels, after.Channels);
        Add(table, "parameters", before.Parameters, after.Parameters);
        if (after.NonZero < 0.95 * after.Parameters)
            Add(table, "of them not zero", before.NonZero, after.NonZero);
        Add(table, $"FLOPs at {image}", before.Flops, after.Flops);
        Add(table, "file size, bytes", before.FileSize, after.FileSize);
        if (before.LatencyMs is { } dense && after.LatencyMs is { } pruned)
            table.Add(
                "latency, ms, estimated",
                Numbers.Milliseconds(dense),
                Numbers.Milliseconds(pruned),
                Change(dense, pruned)
            );
        table.Write(writer);
    }

    public static void WriteLayers(TextWriter writer, ImmutableArray<PreviewLayer> layers)
    {
        var table = new TextTable("layer", "in", "out", "parameters", "MFLOPs", "kB", "") { LeftAligned = [0, 6] };
        foreach (var layer in layers)
        {
            var (before, after) = (layer.Before, layer.After);
            table.Add(
                layer.Name,
                Arrow(Numbers.Count(before.Inputs), Numbers.Count(after.Inputs)),
                Arrow(Numbers.Count(before.Outputs), Numbers.Count(after.Outputs)),
                Arrow(Numbers.Count(before.Parameters), Numbers.Count(after.Parameters)),
                Arrow(One(before.Flops / 1e6), One(after.Flops / 1e6)),
                Arrow(One(before.FileSize / 1e3), One(after.FileSize / 1e3)),
                layer.HeldBecause.IsEmpty ? "" : $"kept: {string.Join("; ", layer.HeldBecause)}"
            );
        }

        table.Write(writer);
    }

    private static void Add(TextTable table, string name, long before, long after) =>
        table.Add(name, Numbers.Count(before), Numbers.Count(after), Change(before, after));

    private static string Arrow(string before, string after) => before == after ? before : $"{before} > {after}";

    private static string Change(double before, double after) =>
        before == 0 ? "" : (after / before - 1).ToString("+0.0%;-0.0%;0%", CultureInfo.InvariantCulture);

    private static string Share(double share) => share.ToString("0.0%", CultureInfo.InvariantCulture);

    private static string One(double value) => value.ToString("0.0", CultureInfo.InvariantCulture);
}
