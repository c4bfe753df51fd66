namespace Pruning.Reporting.Html;

/// <summary>
/// <c>report.html</c>: the run as one page that needs no network and no script. Its size is bounded: pictures, classes,
/// layers and messages are counted.
/// </summary>
public static class HtmlReport
{
    public const string FileName = "report.html";

    public static string Write(RunReport report)
    {
        var details = report.Details ?? new([], null, [], [], []);
        return Page.Write(
            $"{report.Name}: {(report.Passed ? "passed" : "failed")}",
            Markup.Of(
                $"""
                {Header(report)}
                {ComparisonSection.Write(report)}{GateSection.Write(report)}{PictureSection.Write(
                    report,
                    details
                )}{PrecisionSection.Write(report, details)}{TrainingSection.Write(details)}{ChannelSection.Write(
                    report
                )}{ScaleSection.Write(details)}{StageSection.Write(report)}
                """
            ),
            showsPictures: true
        );
    }

    private static Markup Header(RunReport report) =>
        Markup.Of(
            $"""
            <header><h1>{report.Name} {(report.Passed ? Verdict.Good("passed") : Verdict.Bad("failed"))}</h1>
            <p>{(
                report.Passed
                    ? Markup.Of(
                        $"<code>{report.Name}.onnx</code>, SHA-256 <code>{report.Model.Summary.Sha256}</code>, "
                            + $"is the file that was measured."
                    )
                    : Markup.Of($"Failed: {FailureText.Of(report)}. No model was published.")
            )} Pruning.Build {report.Engine}.</p></header>
            """
        );
}
