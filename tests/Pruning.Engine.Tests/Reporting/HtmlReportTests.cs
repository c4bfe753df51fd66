using System.Collections.Immutable;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Pruning.Evaluation.Gates;
using Pruning.Reporting.Details;
using Pruning.Reporting.Html;

namespace Pruning.Reporting;

public partial class HtmlReportTests
{
    private const string Attack = "<script>alert(1)</script>\"'&\0";

    [Fact]
    public void No_text_of_a_project_or_a_dataset_becomes_markup()
    {
        var page = HtmlReport.Write(
            Full with
            {
                Name = Attack,
                Settings = ImmutableSortedDictionary<string, string>.Empty.Add("ImageSize", Attack),
                Targets = [Attack],
                Baseline = Named(Full.Baseline),
                Model = Named(Full.Model),
                Gates = [Full.Gates[0] with { Metric = $"AP50/{Attack}", Message = Attack }],
                Diagnostics = [new("PRUNE0104", "warning", Attack, Attack, 3, 1)],
                Details = Full.Details! with
                {
                    Model = [.. Full.Details!.Model.Select(one => one with { Name = Attack })],
                    Pictures = [.. Full.Details!.Pictures.Select(one => one with { Name = Attack })],
                    Trainings = [.. Full.Details!.Trainings.Select(one => one with { Stage = Attack })],
                },
            }
        );

        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain('\0', page);
        Parse(page);
    }

    [Fact]
    public void It_asks_for_nothing_from_anywhere()
    {
        var page = HtmlReport.Write(Full);

        Assert.Contains("default-src 'none'", page, StringComparison.Ordinal);
        Assert.DoesNotContain("http://", page, StringComparison.Ordinal);
        Assert.DoesNotContain("https://", page, StringComparison.Ordinal);
        Assert.All(Reference().Matches(page), match =>
            Assert.Matches("^(#|data:image/jpeg;base64,)", match.Groups[1].Value)
        );
        Assert.All(Parse(page).Descendants("use"), use =>
            Assert.Single(Parse(page).Descendants("image"), image =>
                $"#{image.Attribute("id")!.Value}" == use.Attribute("href")!.Value
            )
        );
    }

    [Fact]
    public void Charts_and_tables_say_what_they_show()
    {
        var page = Parse(HtmlReport.Write(Full));

        Assert.All(page.Descendants("svg").Where(svg => svg.Attribute("aria-hidden") is null), svg =>
            Assert.False(string.IsNullOrEmpty(svg.Attribute("aria-label")?.Value))
        );
        Assert.All(page.Descendants("table"), table => Assert.NotNull(table.Element("caption")));
        Assert.All(page.Descendants("th"), head =>
            Assert.Contains(head.Attribute("scope")?.Value, new[] { "col", "row" })
        );
        foreach (
            var label in new[]
            {
                "epoch",
                "accuracy (fraction)",
                "recall (fraction)",
                "precision (fraction)",
                "|scale| (no unit)",
                "channels",
                "output channels",
            }
        )
            Assert.Contains(page.Descendants("text"), text => text.Value == label);
    }

    [Fact]
    public void All_that_was_measured_is_shown()
    {
        var page = HtmlReport.Write(Full);

        foreach (
            var text in new[]
            {
                "0.8712",
                "0.8512",
                "812,345",
                "−0.0200",
                "PRUNE8002",
                "model.1.conv",
                "fine-tune",
                "1 &#215; RBC",
                "RBC 0.91",
                "nothing found",
                "failed (warning)",
                "bb22",
            }
        )
            Assert.Contains(text, page, StringComparison.Ordinal);
    }

    [Fact]
    public void What_there_is_nothing_of_is_said_in_words()
    {
        var page = HtmlReport.Write(Reports.Run with { Gates = [], Passed = false });

        Assert.Contains("No stage trained.", page, StringComparison.Ordinal);
        Assert.Contains("No sparse training ran", page, StringComparison.Ordinal);
        Assert.Contains("The project has none.", page, StringComparison.Ordinal);
        Assert.Contains("No model was published", page, StringComparison.Ordinal);
        Parse(page);
    }

    [Fact]
    public void A_large_run_makes_a_page_of_bounded_size()
    {
        var classes = Enumerable
            .Range(0, 1200)
            .Select(index => new ClassReport($"class number {index}", 100, 0.5, 0.5, 0.5, 0.5))
            .ToImmutableArray();
        var curves = classes
            .Take(PrecisionCurve.MaximumClasses)
            .Select(one => new PrecisionCurve(
                one.Name,
                100,
                [.. Enumerable.Range(0, 101).Select(index => 1 - index * 0.00987)]
            ))
            .ToImmutableArray();
        var layers = Enumerable
            .Range(0, 1000)
            .Select(index => new LayerReport($"model.{index}.cv1.conv", 1024))
            .ToImmutableArray();
        var boxes = Enumerable
            .Range(0, 60)
            .Select(index => new SampleBox(index, index, 100.5, 200.5, 0.5, index))
            .ToImmutableArray();
        var jpeg = new byte[90_000];
        var page = HtmlReport.Write(
            Full with
            {
                Baseline = Full.Baseline with
                {
                    Accuracy = Full.Baseline.Accuracy with { Classes = classes },
                    Summary = Full.Baseline.Summary with { Layers = layers },
                },
                Model = Full.Model with
                {
                    Accuracy = Full.Model.Accuracy with { Classes = classes },
                    Summary = Full.Model.Summary with { Layers = layers },
                },
                Diagnostics = [.. Enumerable.Repeat(Full.Diagnostics[0], 20_000)],
                Details = new RunDetails(
                    [
                        .. Enumerable.Repeat(
                            new TrainingCurve(
                                "train",
                                [.. Enumerable.Range(1, 5000).Select(epoch => new EpochAccuracy(epoch, 0.5, 0.4))]
                            ),
                            5
                        ),
                    ],
                    Full.Details!.Scales,
                    curves,
                    curves,
                    [.. Enumerable.Repeat(new SamplePicture("a.jpg", 480, 480, jpeg, boxes, boxes), 6)]
                ),
            }
        );

        Assert.InRange(page.Length, 0, 2_000_000);
    }

    private static ModelReport Named(ModelReport model) =>
        model with
        {
            Summary = model.Summary with
            {
                Classes = [.. model.Summary.Classes.Select(_ => Attack)],
                Layers = [new(Attack, 16)],
            },
            Accuracy = model.Accuracy with
            {
                Split = Attack,
                Classes = [.. model.Accuracy.Classes.Select(one => one with { Name = Attack })],
            },
        };

    // What the page is made of is also well-formed XML but for a few tags without an end.
    private static XElement Parse(string page) =>
        XElement.Parse(
            Unended()
                .Replace(
                    page.Replace("<!doctype html>", "", StringComparison.Ordinal)
                        .Replace("&#39;", "'", StringComparison.Ordinal),
                    "<meta $1/>"
                )
        );

    internal static RunReport Full { get; } =
        Reports.Run with
        {
            Project = "Detector/Detector.pruneproj",
            Diagnostics = [new("PRUNE8002", "warning", "FileSize is too large.", "Detector/Detector.pruneproj", 15, 5)],
            Locked = new LockedComparison(
                "Detector.pruning.lock.json",
                true,
                [new("mAP50", 0.85, 0.8512, 0.84, LockedVerdict.Same)]
            ),
            Details = new RunDetails(
                [
                    new("train", [new(1, 0.2, 0.1), new(2, 0.5, 0.3), new(3, 0.85, 0.5)]),
                    new("sparse-train", [new(1, 0.8, 0.45)]),
                    new("fine-tune", []),
                ],
                ScaleHistogram.Count([0.1, 0.5, 0.6, 1.2], [0, 0, 0.7, 1.3]),
                [new("RBC", 900, [1, 0.9, 0.5]), new("WBC", 237, [1, 1, 0.8])],
                [new("RBC", 900, [1, 0.8, 0.4]), new("WBC", 237, [1, 1, 0.7])],
                [new("a.jpg", 480, 360, [0xFF, 0xD8], [new(10, 20, 110, 140, 0.91, 0)], [])]
            ),
        };

    [GeneratedRegex("<meta ([^>]*)>")]
    private static partial Regex Unended();

    [GeneratedRegex("(?:href|src)=\"([^\"]*)\"")]
    private static partial Regex Reference();
}
