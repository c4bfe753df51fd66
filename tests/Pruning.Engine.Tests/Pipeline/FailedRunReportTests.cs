using System.Text.Json.Nodes;
using Pruning.Diagnostics;
using Pruning.Reporting;

namespace Pruning.Pipeline;

public sealed class FailedRunReportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_run_that_ends_before_the_gates_says_why_in_its_annotations()
    {
        var results = Fail("<PruningReports>sarif</PruningReports><Seeed>3</Seeed><TrainEpoch>3</TrainEpoch>");

        Assert.Equal(["PRUNE0104", "PRUNE0104"], results!.Select(result => (string)result!["ruleId"]!));
        Assert.All(results!, result =>
            Assert.Equal(6, (int)result!["locations"]![0]!["physicalLocation"]!["region"]!["startLine"]!)
        );
    }

    [Fact]
    public void Without_being_asked_it_writes_none() => Assert.Null(Fail("<ImageSize>wide</ImageSize>"));

    [Fact]
    public void Reports_of_an_earlier_run_do_not_stand_beside_a_failure()
    {
        var old = _folder.Write("obj/pruning/report.junit.xml", "<testsuites/>");
        var page = _folder.Write("obj/pruning/report.md", "passed");
        Fail("<ImageSize>wide</ImageSize>");

        Assert.False(File.Exists(old));
        Assert.False(File.Exists(page));
    }

    private JsonArray? Fail(string properties)
    {
        var request = ProjectFiles.Request(_folder, ProjectFiles.With(properties));
        Assert.Throws<PruneException>(() => new PipelineRun(request, new DiagnosticList()).RunTo(StageKind.Gate));
        var path = Path.Combine(request.OutputDirectory, SarifReport.FileName);
        return File.Exists(path) ? JsonNode.Parse(File.ReadAllText(path))!["runs"]![0]!["results"]!.AsArray() : null;
    }
}
