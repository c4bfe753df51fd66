using System.Text.Json;
using System.Xml.Linq;
using Pruning.Storage;

namespace Pruning.Reporting;

public class ReportTests
{
    [Fact]
    public Task The_page_for_people() => Verifier.Verify(MarkdownReport.Write(Reports.Run), "md");

    [Fact]
    public Task The_json_contract() => Verifier.Verify(Reports.Run.ToJson(), "json");

    [Fact]
    public void A_failed_run_says_that_nothing_was_published() =>
        Assert.Contains(
            "Failed: gate mAP50 (0.8, at least 0.9). No model was published.",
            MarkdownReport.Write(
                Reports.Run with
                {
                    Passed = false,
                    Gates = Reports.Run.Gates.Add(new("mAP50", 0.9, null, null, "error", 0.85, 0.8, false, null)),
                }
            ),
            StringComparison.Ordinal
        );

    [Fact]
    public void What_was_not_measured_stays_unknown_through_json()
    {
        var nothing = new AccuracyReport("val", 0, 0, new(null, null, null, null), []);
        var json = ReportJson.Write(nothing);

        Assert.Contains("\"mAP50\": null", json, StringComparison.Ordinal);
        Assert.Null(JsonSerializer.Deserialize<AccuracyReport>(json, ReportJson.Options)!.Metrics.Map50);
        var measured = RunReport.ModelMeasurements(new ModelReport(Reports.Slim, nothing, null), Reports.Latency);
        Assert.True(double.IsNaN(measured.Map50));
    }

    [Fact]
    public void The_description_tells_an_app_what_it_needs()
    {
        var xml = XElement.Parse(ModelDescription.Write(Reports.Run));

        Assert.Equal("Detector", xml.Attribute("Name")!.Value);
        Assert.Equal(
            ("320", "320", "32", "bb22"),
            (
                xml.Attribute("ImageWidth")!.Value,
                xml.Attribute("ImageHeight")!.Value,
                xml.Attribute("Stride")!.Value,
                xml.Attribute("Sha256")!.Value
            )
        );
        Assert.Equal(["RBC", "WBC", "a|b\nc"], xml.Elements("Label").Select(label => label.Value));
        Assert.Equal(
            "0.8512",
            xml.Elements("Metric").First(metric => metric.Attribute("Name")!.Value == "mAP50").Attribute("Value")!.Value
        );
    }

    [Fact]
    public void A_label_that_xml_cannot_hold_does_not_break_the_description()
    {
        var run = Reports.Run with
        {
            Model = Reports.Run.Model with { Summary = Reports.Slim with { Classes = ["a\0\u0001b😀"] } },
        };
        Assert.Equal("a\uFFFD\uFFFDb😀", XElement.Parse(ModelDescription.Write(run)).Element("Label")!.Value);
    }
}
