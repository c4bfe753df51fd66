using System.Globalization;
using Pruning.DotnetTool.Terminal;
using Pruning.Pruners.Sensitivity;

namespace Pruning.DotnetTool.Output;

/// <summary>
/// A <see cref="SensitivityReport"/> drawn for people: a line a group, what it loses at each width, and that as bars.
/// </summary>
internal static class SensitivityText
{
    private const string Bars = "▁▂▃▄▅▆▇█";
    private const int LongestName = 48;

    public static void Write(TextWriter writer, string model, SensitivityReport report)
    {
        var baseline = report.Baseline!;
        writer.WriteLine(
            $"{model}: mAP50 {Numbers.Metric(baseline.Map50)}, mAP50-95 {Numbers.Metric(baseline.Map5095)} at "
                + $"{report.ImageSize} px; one group cut at a time, nothing trained after it"
        );
        writer.WriteLine("mAP50-95 that is lost at so many channels kept; the bars reach from nothing to all of it");
        writer.WriteLine();
        var columns = report.Groups.Max(group => group.Points.Length);
        var table = new TextTable([
            "group",
            "channels",
            .. Enumerable.Range(1, columns).Select(column => $"cut {column}"),
            "",
        ])
        {
            LeftAligned = [0, columns + 2],
        };
        foreach (var group in report.Groups)
        {
            var points = group
                .Points.Select(point => (point.Kept, Loss: baseline.Map5095 - point.Accuracy!.Map5095))
                .ToList();
            table.Add([
                Short(group.Name),
                Numbers.Count(group.Count),
                .. points.Select(point =>
                    string.Create(CultureInfo.InvariantCulture, $"{point.Loss:0.0000} at {point.Kept}")
                ),
                .. Enumerable.Repeat("", columns - points.Count),
                string.Concat(points.Select(point => Bar(point.Loss, baseline.Map5095))),
            ]);
        }

        table.Write(writer);
    }

    private static char Bar(double loss, double all) =>
        Bars[all <= 0 ? 0 : Math.Clamp((int)Math.Round(loss / all * (Bars.Length - 1)), 0, Bars.Length - 1)];

    private static string Short(string name) => name.Length <= LongestName ? name : $"{name[..(LongestName - 2)]} …";
}
