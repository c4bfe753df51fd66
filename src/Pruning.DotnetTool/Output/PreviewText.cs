using Pruning.DotnetTool.Terminal;
using Pruning.Pipeline.Durations;
using Pruning.Pipeline.Previews;
using Pruning.Reporting;

namespace Pruning.DotnetTool.Output;

/// <summary>
/// A <see cref="BuildPreview"/> for people: the steps, the targets, the network before and after, its layers.
/// </summary>
internal static class PreviewText
{
    /// <param name="isDetailed">Whether each layer has its row.</param>
    public static void Write(TextWriter writer, BuildPreview preview, bool isDetailed)
    {
        var steps = new TextTable("step", "", "time") { LeftAligned = [0, 1] };
        foreach (var step in preview.Steps)
            steps.Add(step.Name, Words(step.Outcome), Time(step));
        steps.Write(writer);
        if (preview.Expected is { } expected)
            writer.WriteLine(expected);
        else if (preview.Steps.All(step => step.Outcome is "cached" or "skipped" or "notNeeded"))
            writer.WriteLine("Nothing is to be done.");
        foreach (var choice in preview.Choices)
            writer.WriteLine(choice);
        writer.WriteLine();
        writer.WriteLine(preview.Remark);
        if (preview.Before is not { } before || preview.After is not { } after)
            return;
        if (preview.Accuracy is { } accuracy)
            writer.WriteLine($"{accuracy}{(accuracy.Doubt is { } doubt ? $" {doubt}" : "")}");
        CostText.WriteTargets(writer, preview.Targets);
        CostText.WriteTotals(writer, SizeText.Of(preview.ImageSize, preview.Resolution), before, after);
        writer.WriteLine();
        if (!preview.Locked.IsEmpty)
        {
            writer.WriteLine("Costs against the locked baseline; accuracy is for the build to measure:");
            LockedTable.Write(writer, preview.Locked, "planned");
            writer.WriteLine();
        }

        if (isDetailed)
            CostText.WriteLayers(writer, preview.Layers);
        else
            writer.WriteLine("Layer by layer: dotnet prune plan -v detailed");
    }

    private static string Time(PreviewStep step) =>
        step switch
        {
            { Outcome: not "willRun" } => "",
            { Seconds: { } seconds } => ForecastText.About(seconds),
            _ => "unknown",
        };

    private static string Words(string outcome) =>
        outcome switch
        {
            "willRun" => "will run",
            "willFetch" => "will be fetched",
            "notNeeded" => "not needed",
            _ => outcome,
        };
}
