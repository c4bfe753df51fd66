using System.Xml;
using System.Xml.Linq;
using System.Xml.Schema;
using Pruning.Diagnostics;
using Pruning.Evaluation.Gates;

namespace Pruning.Reporting;

public class JUnitReportTests
{
    [Fact]
    public Task The_page_for_test_viewers() => Verifier.Verify(JUnitReport.Write(Failing), "xml");

    [Fact]
    public void It_has_the_shape_that_viewers_expect() =>
        Assert.All([Reports.Run, Failing, Hostile], report => Validate(JUnitReport.Write(report)));

    [Fact]
    public void Only_a_gate_that_blocks_is_a_failure()
    {
        var cases = XDocument
            .Parse(JUnitReport.Write(Failing))
            .Descendants("testcase")
            .ToDictionary(one => one.Attribute("name")!.Value);

        Assert.Contains("0.41", cases["mAP50-95"].Element("failure")!.Value, StringComparison.Ordinal);
        Assert.Null(cases["FileSize"].Element("failure"));
        Assert.StartsWith(
            "Warning: FileSize is too large.",
            cases["FileSize"].Element("system-out")!.Value,
            StringComparison.Ordinal
        );
        Assert.NotNull(cases["mAP50"].Element("failure"));
        Assert.NotNull(cases["LatencyRatio"].Element("skipped"));
        Assert.Equal(("4", "2"), (Root(Failing).Attribute("tests")!.Value, Root(Failing).Attribute("failures")!.Value));
    }

    [Fact]
    public void Where_gates_only_warn_a_worse_model_is_no_failure()
    {
        var warned = Failing with
        {
            Gates = [],
            Diagnostics = [new(Codes.BaselineWarning.Id, "warning", "worse", null, null, null)],
        };
        Assert.Equal("0", Root(warned).Attribute("failures")!.Value);
    }

    [Fact]
    public void A_baseline_that_cannot_be_compared_is_a_failure()
    {
        var refused = Reports.Run with
        {
            Passed = false,
            Diagnostics =
            [
                new(Codes.BaselineNotComparable.Id, "error", "Other images.", "Detector.pruning.lock.json", null, null),
            ],
        };
        Assert.Equal("Other images.", Assert.Single(Root(refused).Descendants("failure")).Attribute("message")!.Value);
    }

    [Fact]
    public void Two_gates_of_one_metric_have_two_names()
    {
        var gate = Reports.Run.Gates[0];
        var names = Root(Reports.Run with { Gates = [gate, gate with { Minimum = 0.1, MaximumDrop = null }] })
            .Descendants("testcase")
            .Select(one => one.Attribute("name")!.Value);
        Assert.Equal(["mAP50-95 at least 0.48, drop at most 0.03", "mAP50-95 at least 0.1"], names);
    }

    private static RunReport Failing { get; } =
        Reports.Run with
        {
            Passed = false,
            Gates =
            [
                Reports.Run.Gates[0] with
                {
                    Value = 0.41,
                    Passed = false,
                    Message = "mAP50-95 is 0.41, below the minimum of 0.48.",
                },
                Reports.Run.Gates[1],
            ],
            Locked = new LockedComparison(
                "Detector.pruning.lock.json",
                false,
                [
                    new("mAP50", 0.9, 0.85, 0.89, LockedVerdict.Worse),
                    new("LatencyRatio", 0.8, 0.8, 0.82, LockedVerdict.NotCompared),
                ]
            ),
        };

    private static RunReport Hostile { get; } =
        Reports.Run with
        {
            Name = "a<b>\u0001",
            Gates =
            [
                Reports.Run.Gates[0] with
                {
                    Metric = "AP50/<script>&\0",
                    Passed = false,
                    Message = "]]> \u0002 <x>",
                },
            ],
        };

    private static XElement Root(RunReport report) => XDocument.Parse(JUnitReport.Write(report)).Root!;

    private static void Validate(string xml)
    {
        using var schema = XmlReader.Create(
            Path.Combine(Pruning.Testing.SourceTree.Root, "tests", "Pruning.Engine.Tests", "Reporting", "junit.xsd")
        );
        var schemas = new XmlSchemaSet();
        schemas.Add(null, schema);
        XDocument.Parse(xml).Validate(schemas, (_, problem) => Assert.Fail(problem.Message));
    }
}
