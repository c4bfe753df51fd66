namespace Pruning.DotnetTool.Output;

/// <summary>A <see cref="PruneOutput"/> for people.</summary>
internal static class PruneText
{
    public static void Write(TextWriter writer, PruneOutput result)
    {
        if (!result.Targets.IsEmpty)
            CostText.WriteTargets(writer, result.Targets);
        CostText.WriteTotals(writer, result.ImageSize, result.Before, result.After);
        writer.WriteLine();
        CostText.WriteLayers(writer, result.Layers);
        writer.WriteLine();
        writer.WriteLine($"{result.Output}{(result.Recalibrated ? ": BatchNorm statistics measured again" : "")}");
    }
}
