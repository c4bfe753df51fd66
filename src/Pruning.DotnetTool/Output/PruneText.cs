using Pruning.Reporting;

namespace Pruning.DotnetTool.Output;

/// <summary>A <see cref="PruneOutput"/> for people.</summary>
internal static class PruneText
{
    public static void Write(TextWriter writer, PruneOutput result)
    {
        if (!result.Targets.IsEmpty)
            CostText.WriteTargets(writer, result.Targets);
        CostText.WriteTotals(writer, SizeText.Of(result.ImageSize, null), result.Before, result.After);
        writer.WriteLine();
        CostText.WriteLayers(writer, result.Layers);
        writer.WriteLine();
        string[] done = [.. Done(result)];
        writer.WriteLine($"{result.Output}{(done.Length > 0 ? $": {string.Join(", ", done)}" : "")}");
    }

    private static IEnumerable<string> Done(PruneOutput result)
    {
        if (result.Reconstructed)
            yield return "weights fitted to the whole network";
        if (result.Recalibrated)
            yield return "BatchNorm statistics measured again";
    }
}
