namespace Pruning.Reporting.Html;

/// <summary>What was asked for, and what ran.</summary>
internal static class StageSection
{
    public static Markup Write(RunReport report) =>
        Markup.Of(
            $"""
            {Trials(report)}<section><h2>Stages</h2>
            <div class="wide"><table><caption>Seconds of a cached or fetched stage are those of the run that made it.</caption><thead><tr><th scope="col">stage</th><th scope="col">outcome</th><th scope="col" class="n">seconds</th></tr></thead><tbody>{Markup.Join(
                report.Stages.Select(stage =>
                    Markup.Of(
                        $"""<tr><th scope="row">{stage.Name}</th><td>{stage.Outcome}</td><td class="n">{stage.Seconds:0.0}</td></tr>"""
                    )
                )
            )}</tbody></table></div></section>
            <section><h2>Settings</h2>
            <div class="wide"><table><caption>What the project sets; all else has its default.</caption><thead><tr><th scope="col">property</th><th scope="col">value</th></tr></thead><tbody>{Markup.Join(
                Settings(report).Select(setting =>
                    Markup.Of($"""<tr><th scope="row">{setting.Name}</th><td>{setting.Value}</td></tr>""")
                )
            )}</tbody></table></div></section>
            {Choices(report)}
            """
        );

    private static Markup Choices(RunReport report) =>
        report.Choices.IsEmpty
            ? Markup.Empty
            : Markup.Of(
                $"""
                <section><h2>What was chosen</h2>
                <div class="wide"><table><caption>Properties that the project leaves to the build.</caption><thead><tr><th scope="col">property</th><th scope="col">came to</th><th scope="col">because</th></tr></thead><tbody>{Markup.Join(
                    report.Choices.Select(choice =>
                        Markup.Of(
                            $"""<tr><th scope="row">{choice.Property}</th><td>{choice.Value}</td><td>{choice.Because}</td></tr>"""
                        )
                    )
                )}</tbody></table></div></section>

                """
            );

    private static IEnumerable<(string Name, string Value)> Settings(RunReport report) =>
        // A folder of the machine says nothing to a reader elsewhere.
        report
            .Settings.Where(setting => !Path.IsPathRooted(setting.Value))
            .Select(setting => (setting.Key, setting.Value))
            .Concat(report.Targets.Select(target => ("SparsityTarget", target)));

    private static Markup Trials(RunReport report)
    {
        if (report.Trials is not { } trials)
            return Markup.Empty;
        var rows = trials.Select(trial =>
            Markup.Of(
                $"""<tr><th scope="row">{trial.Target}</th><td class="n">{ReportNumbers.Metric(trial.Map5095)}</td><td class="n">{ReportNumbers.Metric(trial.Drop)}</td><td class="n">{ReportNumbers.Metric(trial.DropAtMost)}</td><td>{trial.Refusal ?? (trial.Inside ? "inside" : "outside")}</td></tr>"""
            )
        );
        return Markup.Of(
            $"""
            <section><h2>Trials</h2>
            <div class="wide"><table><caption>Networks that were made to find the smallest one inside the accuracy drop: what the drop is at most, as far as the images can tell, decides.</caption><thead><tr><th scope="col">cut to</th><th scope="col" class="n">mAP50-95</th><th scope="col" class="n">drop</th><th scope="col" class="n">at most</th><th scope="col">verdict</th></tr></thead><tbody>{Markup.Join(
                rows
            )}</tbody></table></div></section>

            """
        );
    }
}
