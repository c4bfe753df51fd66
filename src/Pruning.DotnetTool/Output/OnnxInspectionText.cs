using Pruning.DotnetTool.Terminal;
using Pruning.Onnx;
using Pruning.Pruners;

namespace Pruning.DotnetTool.Output;

/// <summary>An ONNX file's description for people.</summary>
internal static class OnnxInspectionText
{
    // The file holds what runs: a batch norm's two values a channel have become a bias.
    private static string Folded(OnnxInspection inspection, OnnxSummary summary) =>
        summary.Metadata.Parameters is null ? " as the file holds them"
        : inspection.Parameters == inspection.StoredValues ? ""
        : $" ({Numbers.Count(inspection.StoredValues)} values in the file, where batch norms are folded into "
            + $"convolutions)";

    public static void Write(TextWriter writer, OnnxInspection inspection, OnnxSummary summary)
    {
        writer.WriteLine(
            $"{inspection.Model}: {Numbers.Count(inspection.Parameters)} "
                + $"parameters{Folded(inspection, summary)}, "
                + $"{(summary.Flops is { } flops ? $"{Numbers.Giga(flops)} GFLOPs" : "operations unknown (open sizes)")}, "
                + $"{Numbers.Count(summary.FileBytes)} bytes"
        );
        writer.WriteLine(
            $"ONNX opset {summary.Opset}, written by "
                + $"{(summary.Producer.Length > 0 ? summary.Producer : "an unnamed program")}"
        );
        writer.WriteLine($"in  {string.Join(", ", summary.Inputs)}");
        writer.WriteLine($"out {string.Join(", ", summary.Outputs)}");
        if (inspection.Quantized)
            writer.WriteLine(
                $"quantized: {inspection.QuantizedConvolutions} of {summary.Convolutions.Length} convolutions "
                    + $"have weights of 8-bit integers"
            );
        writer.WriteLine(
            inspection.Classes.IsEmpty
                ? "classes are not named"
                : $"{inspection.Classes.Length} classes: {string.Join(", ", inspection.Classes)}"
        );
        ProvenanceText.Write(writer, summary.Metadata.Provenance);
        writer.WriteLine(
            $"operators: {string.Join(", ", summary.Operators.Select(entry => $"{entry.Value} {entry.Key}"))}"
        );
        writer.WriteLine(
            inspection.Network is { } network
                ? $"as a base model: {Numbers.Count(network.Channels)} channels, "
                    + $"{Numbers.Count(network.HeldChannels)} of them "
                    + $"held{(network.Layers.Any(layer => layer.Scales is not null) ? "" : $"; batch norms are folded, so prune by anything but {string.Join(", ", Importance.All.Where(importance => importance.ReadsNorms))}")}"
                : $"no base model: {inspection.NotABaseModel}"
        );
        writer.WriteLine();
        var table = new TextTable("convolution", "weight", "groups", "output", "parameters", "MFLOPs");
        foreach (var layer in summary.Convolutions)
        {
            table.Add(
                layer.Name,
                string.Join('x', layer.WeightShape),
                FormattableString.Invariant($"{layer.Groups}"),
                layer.Output is { } size ? $"{size.Height}x{size.Width}" : "?",
                Numbers.Count(layer.Parameters),
                layer.Flops is { } work ? FormattableString.Invariant($"{work / 1e6:0.0}") : "?"
            );
        }

        table.Write(writer);
        if (inspection.Network is { } pruned)
        {
            writer.WriteLine();
            ModelInspectionText.WriteLayers(writer, pruned);
        }
    }
}
