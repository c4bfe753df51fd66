using System.Globalization;
using System.Text;

namespace Pruning.Reporting;

/// <summary><c>report.md</c>: the run for people, the comparison first.</summary>
public static class MarkdownReport
{
    public static string Write(RunReport report)
    {
        var page = new StringBuilder();
        page.Append(null, $"# {report.Name}: {(report.Passed ? "passed" : "failed")}\n\n");
        page.Append(
            report.Passed
                ? $"`{report.Name}.onnx` (SHA-256 `{report.Model.Summary.Sha256}`) is the file that was measured.\n"
                : $"Failed: {FailureText.Of(report)}. No model was published.\n"
        );
        Comparison(page, report);
        Trials(page, report);
        Gates(page, report);
        LockedText.Markdown(page, report.Locked);
        Classes(page, report);
        Stages(page, report);
        Choices(page, report);
        Layers(page, report);
        return page.ToString();
    }

    private static void Choices(StringBuilder page, RunReport report)
    {
        if (report.Choices.IsEmpty)
            return;
        page.Append("\n## What was chosen\n\n| property left to the build | came to | because |\n|---|---|---|\n");
        foreach (var choice in report.Choices)
            page.Append(
                CultureInfo.InvariantCulture,
                $"| {choice.Property} | {Cell(choice.Value)} | {Cell(choice.Because)} |\n"
            );
    }

    private static void Comparison(StringBuilder page, RunReport report)
    {
        var (before, after) = (report.Baseline, report.Model);
        page.Append("\n## Before and after\n\n| | dense baseline | pruned | change |\n|---|---:|---:|---:|\n");
        Accuracy(page, before.Accuracy, after.Accuracy);
        if (before.Test is { } testBefore && after.Test is { } testAfter)
            Accuracy(page, testBefore, testAfter);
        Cost(page, "parameters", before.Summary.Parameters, after.Summary.Parameters);
        Cost(page, $"FLOPs at {after.Summary.ImageText}", before.Summary.Flops, after.Summary.Flops);
        Cost(page, "file size, bytes", before.Summary.FileSize, after.Summary.FileSize);
        if (after.Summary.IsSparse)
        {
            Cost(page, "weights at zero", before.Summary.Zeros, after.Summary.Zeros);
            Cost(
                page,
                "file size compressed (gzip), bytes",
                before.Summary.CompressedSize,
                after.Summary.CompressedSize
            );
        }

        var latency = report.Latency;
        page.Append(
            CultureInfo.InvariantCulture,
            $"| latency, ms | {latency.BaselineMs:0.00} | {latency.ModelMs:0.00} | ratio {latency.Ratio:0.000} "
                + $"({latency.RatioLow:0.000} to {latency.RatioHigh:0.000}) |\n"
        );
        page.Append(
            CultureInfo.InvariantCulture,
            $"\nAccuracy: ONNX Runtime on {after.Accuracy.Images} images, {after.Accuracy.Labels} labels of "
                + $"`{after.Accuracy.Split}`"
        );
        if (after.Test is { } test)
            page.Append(
                CultureInfo.InvariantCulture,
                $"; {test.Images} images, {test.Labels} labels of `test`, for information: no gate, training or "
                    + $"planning sees them"
            );
        if (after.Accuracy.F1Confidence is { } confidence)
            page.Append(
                CultureInfo.InvariantCulture,
                $". Precision and recall of the pruned model at confidence {confidence:0.000} on "
                    + $"`{after.Accuracy.Split}`, where the mean F1 is largest"
            );
        page.Append(
            CultureInfo.InvariantCulture,
            $". Latency: ONNX Runtime, one image, {latency.Threads} thread{(latency.Threads == 1 ? "" : "s")}, "
                + $"medians of {latency.Rounds} rounds in turns, {latency.Machine}.\n"
        );
        if (after.Summary.Quantization is { } quantization)
            page.Append(CultureInfo.InvariantCulture, $"\nArithmetic: {quantization}.\n");
        if (after.Summary.IsSparse)
            page.Append(
                "\nZeros among the weights shrink the compressed file. They shrink neither the file itself nor "
                    + "the latency: the runtime computes with a zero as with any number.\n"
            );
    }

    private static void Accuracy(StringBuilder page, AccuracyReport before, AccuracyReport after)
    {
        Fraction(page, $"mAP50 ({after.Split})", before.Metrics.Map50, after.Metrics.Map50);
        Fraction(page, $"mAP50-95 ({after.Split})", before.Metrics.Map5095, after.Metrics.Map5095);
        Fraction(page, $"precision ({after.Split})", before.Metrics.Precision, after.Metrics.Precision);
        Fraction(page, $"recall ({after.Split})", before.Metrics.Recall, after.Metrics.Recall);
    }

    private static void Trials(StringBuilder page, RunReport report)
    {
        if (report.Trials is not { } trials)
            return;
        page.Append("\n## Trials\n\n| cut to | mAP50-95 | drop | at most | |\n|---|---:|---:|---:|---|\n");
        foreach (var trial in trials)
            page.Append(
                CultureInfo.InvariantCulture,
                $"| {Cell(trial.Target)} | {ReportNumbers.Metric(trial.Map5095)} | "
                    + $"{ReportNumbers.Metric(trial.Drop)} | {ReportNumbers.Metric(trial.DropAtMost)} | "
                    + $"{trial.Refusal ?? (trial.Inside ? "inside" : "outside")} |\n"
            );
    }

    private static void Gates(StringBuilder page, RunReport report)
    {
        page.Append("\n## Gates\n\n");
        if (report.Gates.IsEmpty)
        {
            page.Append("The project has none.\n");
            return;
        }

        page.Append("| gate | bound | baseline | value | |\n|---|---|---:|---:|---|\n");
        foreach (var gate in report.Gates)
            page.Append(
                null,
                $"| {Cell(gate.Metric)} | {GateText.Bounds(gate)} | {GateText.Number(gate.Baseline)} | "
                    + $"{GateText.Number(gate.Value)} | "
                    + $"{(gate.Passed ? "passed" : gate.Severity == "error" ? "**failed**" : "failed (warning)")} |\n"
            );
    }

    private static void Classes(StringBuilder page, RunReport report)
    {
        page.Append(
            null,
            $"\n## Classes ({report.Model.Accuracy.Split})\n\n| class | labels | AP50 before | AP50 after | AP "
                + $"before | AP after |\n|---|---:|---:|---:|---:|---:|\n"
        );
        foreach (
            var (before, after) in report
                .Baseline.Accuracy.Classes.Zip(report.Model.Accuracy.Classes)
                .Where(pair => pair.Second.Labels > 0)
        )
            page.Append(
                CultureInfo.InvariantCulture,
                $"| {Cell(after.Name)} | {after.Labels} | {ReportNumbers.Metric(before.Ap50)} | "
                    + $"{ReportNumbers.Metric(after.Ap50)} | {ReportNumbers.Metric(before.Ap)} | "
                    + $"{ReportNumbers.Metric(after.Ap)} |\n"
            );
        var absent = report.Model.Accuracy.Classes.Count(@class => @class.Labels == 0);
        if (absent > 0)
            page.Append(
                CultureInfo.InvariantCulture,
                $"\nClasses without labels in this split, which do not count: {absent}.\n"
            );
    }

    private static void Stages(StringBuilder page, RunReport report)
    {
        page.Append("\n## Stages\n\n| stage | | seconds |\n|---|---|---:|\n");
        foreach (var stage in report.Stages)
            page.Append(CultureInfo.InvariantCulture, $"| {stage.Name} | {stage.Outcome} | {stage.Seconds:0.0} |\n");
        page.Append("\nSeconds of a cached stage are those of the run that made it.\n");
    }

    private static void Layers(StringBuilder page, RunReport report)
    {
        var before = report.Baseline.Summary.Layers.ToDictionary(layer => layer.Name, layer => layer.Channels);
        page.Append("\n## Channels\n\n| layer | before | after | kept |\n|---|---:|---:|---:|\n");
        foreach (var layer in report.Model.Summary.Layers)
        {
            var was = before.GetValueOrDefault(layer.Name);
            page.Append(
                CultureInfo.InvariantCulture,
                $"| {layer.Name} | {was} | {layer.Channels} | "
                    + $"{(was == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{100.0 * layer.Channels / was:0} %"))} "
                    + $"|\n"
            );
        }
    }

    private static void Fraction(StringBuilder page, string name, double? before, double? after) =>
        page.Append(
            null,
            $"| {name} | {ReportNumbers.Metric(before)} | {ReportNumbers.Metric(after)} | "
                + $"{ReportNumbers.MetricChange(before, after)} |\n"
        );

    private static void Cost(StringBuilder page, string name, long before, long after) =>
        page.Append(
            CultureInfo.InvariantCulture,
            $"| {name} | {before:N0} | {after:N0} | {ReportNumbers.CostChange(before, after)} |\n"
        );

    // Class names come from a dataset: they must not break the table.
    private static string Cell(string text) =>
        text.Replace("|", "\\|", StringComparison.Ordinal).Replace('\n', ' ').Replace('\r', ' ');
}
