using System.Text.Json.Nodes;
using Pruning.Diagnostics;
using Pruning.Pipeline;
using Pruning.Reporting.Comparisons;

namespace Pruning.Reporting;

public sealed class ReportComparisonTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public Task A_comment_on_a_pull_request() => Verifier.Verify(ComparisonMarkdown.Write(new(Earlier, Later)), "md");

    [Fact]
    public Task Without_an_earlier_report_it_is_the_model_beside_the_dense_network() =>
        Verifier.Verify(ComparisonMarkdown.Write(new(null, Later)), "md");

    [Fact]
    public void The_same_file_judged_alike_is_no_change_whatever_was_measured_anew()
    {
        var again = Later with { Latency = Reports.Latency with { Ratio = 0.81 }, Stages = [] };

        Assert.False(new ReportComparison(Later, again).IsChanged);
        var comment = ComparisonMarkdown.Write(new(Later, again));
        Assert.Contains($"\n{ComparisonMarkdown.UnchangedMark}\n", comment, StringComparison.Ordinal);
        Assert.Contains("The model is the same as before.", comment, StringComparison.Ordinal);
        Assert.Equal(FirstLine(ComparisonMarkdown.Write(new(Earlier, Later))), FirstLine(comment));
    }

    [Fact]
    public void Another_file_another_bound_and_another_verdict_are_changes()
    {
        Assert.True(new ReportComparison(null, Later).IsChanged);
        Assert.True(new ReportComparison(Earlier, Later).IsChanged);
        Assert.True(new ReportComparison(Later with { Passed = false }, Later).IsChanged);
        Assert.True(new ReportComparison(Later with { Gates = Later.Gates.RemoveAt(0) }, Later).IsChanged);
    }

    [Fact]
    public void Figures_that_do_not_compare_say_so()
    {
        var other = Later with
        {
            Latency = Reports.Latency with { Machine = "another processor" },
            Model = Later.Model with { Accuracy = Reports.SlimAccuracy with { Images = 90 } },
        };

        Assert.Empty(new ReportComparison(Earlier, Later).Caveats);
        Assert.Equal(2, new ReportComparison(other, Later).Caveats.Length);
        var hardlyFaster = Later with { Latency = Reports.Latency with { Ratio = 0.79, RatioLow = 0.77 } };
        Assert.Equal(
            "The change in speed may be chance: 0.780 to 0.830 before, 0.770 to 0.830 now, in 95 % of measurements.",
            Assert.Single(new ReportComparison(Later, hardlyFaster).Caveats)
        );
    }

    [Fact]
    public void Names_of_strangers_neither_break_the_tables_nor_mention_anybody()
    {
        var evil = Later with
        {
            Name = "a`|@team",
            Project = "x --> <img src=y>.pruneproj",
            Settings = Later.Settings.Add("Dataset", "`@everyone|\n<script>"),
            Latency = Reports.Latency with { Machine = "@team <b>" },
            Model = Later.Model with
            {
                Accuracy = Reports.SlimAccuracy with
                {
                    Classes = [.. Enumerable.Range(0, 3000).Select(i => new ClassReport($"`|@{i}\n", 1, 1, 1, 1, 1))],
                },
            },
        };
        var comment = ComparisonMarkdown.Write(new(Earlier, evil));

        Assert.Equal(FirstLine(comment).Length - 3, FirstLine(comment).IndexOf("-->", StringComparison.Ordinal));
        Assert.InRange(comment.Length, 0, 60_000);
        Assert.DoesNotContain("<script>\n", comment, StringComparison.Ordinal);
        foreach (var line in comment.Split('\n').Where(line => line.Contains('@', StringComparison.Ordinal)))
            // Inside a code span, of which each line's marks come in pairs.
            Assert.True(
                line.Count(letter => letter == '`') % 2 == 0
                    && line[..line.IndexOf('@', StringComparison.Ordinal)].Count(letter => letter == '`') % 2 == 1,
                line
            );
    }

    [Fact]
    public void A_report_is_read_as_it_was_written()
    {
        var path = _folder.Write("report.json", Later.ToJson());

        Assert.Equal(Later.ToJson(), RunReportFile.Read(path).ToJson());
    }

    [Theory]
    [InlineData("model")]
    [InlineData("name")]
    [InlineData("gates")]
    [InlineData("settings")]
    [InlineData("latency")]
    public void One_that_lacks_something_is_refused(string key)
    {
        var missing = JsonNode.Parse(Later.ToJson())!.AsObject();
        missing.Remove(key);
        Refuse(missing.ToJsonString());
        missing[key] = null;
        Refuse(missing.ToJsonString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{ \"version\": 1 }")]
    [InlineData("{ \"version\": 1, ")]
    public void What_is_no_report_is_refused(string text) => Refuse(text);

    [Fact]
    public void One_of_another_version_and_one_that_is_not_there_are_refused()
    {
        Refuse((Later with { Version = 2 }).ToJson(), "its version is 2");
        Assert.Equal(
            Codes.ReportUnreadable,
            Assert.Throws<PruneException>(() => RunReportFile.Read(_folder.PathOf("none.json"))).Code
        );
    }

    private static RunReport Later { get; } = Reports.Run with { Project = "models/Detector.pruneproj" };

    private static RunReport Earlier { get; } =
        Later with
        {
            Settings = Later.Settings.SetItem("ImageSize", "416").Add("Device", "cpu"),
            Gates = [Later.Gates[0] with { Minimum = 0.5 }, Later.Gates[1]],
            Targets = ["Flops Reduction=40%"],
            Model = Later.Model with
            {
                Summary = Reports.Slim with { Sha256 = "cc33", Parameters = 1_000_000, Flops = 624_000_000 },
                Accuracy = Reports.SlimAccuracy with
                {
                    Metrics = new(0.8612, null, 0.88, 0.79),
                    Classes = [Reports.SlimAccuracy.Classes[0] with { Ap50 = 0.87 }, Reports.SlimAccuracy.Classes[1]],
                },
            },
        };

    private static string FirstLine(string text) => text[..text.IndexOf('\n', StringComparison.Ordinal)];

    private void Refuse(string text, string why = "")
    {
        var path = _folder.Write("report.json", text);
        var refusal = Assert.Throws<PruneException>(() => RunReportFile.Read(path));
        Assert.Equal(Codes.ReportUnreadable, refusal.Code);
        Assert.Contains(why, refusal.Message, StringComparison.Ordinal);
    }
}
