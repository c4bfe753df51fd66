using System.Globalization;
using Pruning.DotnetTool.Terminal;
using Pruning.Graphs;

namespace Pruning.DotnetTool.Output;

/// <summary>A <see cref="ModelInspection"/> for people.</summary>
internal static class ModelInspectionText
{
    private const string Bars = " ▁▂▃▄▅▆▇█";

    public static void Write(TextWriter writer, ModelInspection model)
    {
        writer.WriteLine(
            $"{model.Model}: {Numbers.Count(model.Parameters)} parameters, {Numbers.Giga(model.Flops)} GFLOPs at "
                + $"{model.ImageSize} px"
        );
        writer.WriteLine($"{model.Classes.Length} classes: {Some(model.Classes)}");
        if (!model.Strides.IsEmpty)
            writer.WriteLine(
                $"strides {string.Join(", ", model.Strides)}; {Numbers.Count(model.Channels)} channels, "
                    + $"{Numbers.Count(model.HeldChannels)} of them held"
            );
        ProvenanceText.Write(writer, model.Provenance);
        writer.WriteLine();
        WriteLayers(writer, model);
    }

    /// <summary>A line a layer, with what pruning may do to it.</summary>
    public static void WriteLayers(TextWriter writer, ModelInspection model)
    {
        var table = new TextTable(
            "layer",
            "type",
            "in",
            "out",
            "map",
            "parameters",
            "MFLOPs",
            "scales min/median/max",
            "spread",
            "pruning"
        )
        {
            LeftAligned = [0, 1, 8, 9],
        };
        foreach (var layer in model.Layers)
            table.Add(Row(layer));
        table.Write(writer);
    }

    private static string[] Row(InspectedLayer layer) =>
        [
            layer.Name,
            layer.Type,
            Number(layer.InputChannels),
            Number(layer.OutputChannels),
            $"{layer.Height}x{layer.Width}",
            layer.Parameters > 0 ? Numbers.Count(layer.Parameters) : "",
            layer.Flops > 0 ? (layer.Flops / 1e6).ToString("0.0", CultureInfo.InvariantCulture) : "",
            layer.Scales is { } scales
                ? string.Create(
                    CultureInfo.InvariantCulture,
                    $"{scales.Minimum:0.000}/{scales.Median:0.000}/{scales.Maximum:0.000}"
                )
                : "",
            layer.Scales is { } spread ? Spread(spread) : "",
            Pruning(layer),
        ];

    private static string Pruning(InspectedLayer layer) =>
        layer switch
        {
            { Prunable: null } => "",
            { Prunable: false } => $"held: {string.Join("; ", layer.HeldBecause)}",
            { HeldChannels: > 0 } =>
                $"{Tied(layer)}; {layer.HeldChannels} channels held: {string.Join("; ", layer.HeldBecause)}",
            _ => Tied(layer),
        };

    private static string Tied(InspectedLayer layer) =>
        layer.TiedBecause.IsEmpty ? "free" : $"with {Some(layer.TiedTo)}: {Some(layer.TiedBecause)}";

    /// <summary>
    /// The histogram as bars, small scales at the left; a range with any channel shows at least the lowest bar.
    /// </summary>
    private static string Spread(ScaleSummary scales)
    {
        var most = scales.Histogram.Max();
        return string.Concat(
            scales.Histogram.Select(count => Bars[count == 0 ? 0 : Math.Max(1, count * (Bars.Length - 1) / most)])
        );
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Some(IReadOnlyList<string> names) =>
        names.Count <= 6 ? string.Join(", ", names) : $"{string.Join(", ", names.Take(5))}, … ({names.Count - 5} more)";
}
