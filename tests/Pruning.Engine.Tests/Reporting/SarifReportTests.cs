using System.Text.Json.Nodes;
using Pruning.Diagnostics;

namespace Pruning.Reporting;

public class SarifReportTests
{
    private static readonly string Root = Path.GetFullPath(Path.Combine(Path.GetTempPath(), "repository with space"));

    [Fact]
    public void A_failed_gate_stands_at_its_line_with_its_rule()
    {
        var run = Run(
            Reported(Codes.GateFailed, "models/Detector.pruneproj", 14, 5),
            Reported(Codes.LostUpdate, "models/Detector.pruneproj", 7, 6)
        );
        var results = run["results"]!.AsArray();

        Assert.Equal("PRUNE8001", (string?)results[0]!["ruleId"]);
        Assert.Equal("error", (string?)results[0]!["level"]);
        Assert.Equal("What happened.", (string?)results[0]!["message"]!["text"]);
        Assert.Equal("warning", (string?)results[1]!["level"]);
        var place = results[0]!["locations"]![0]!["physicalLocation"]!;
        Assert.Equal(
            ("models/Detector.pruneproj", "SRCROOT"),
            ((string?)place["artifactLocation"]!["uri"], (string?)place["artifactLocation"]!["uriBaseId"])
        );
        Assert.Equal((14, 5), ((int?)place["region"]!["startLine"], (int?)place["region"]!["startColumn"]));
        Assert.NotNull(run["originalUriBaseIds"]!["SRCROOT"]);
    }

    [Fact]
    public void Every_result_s_rule_is_described_once()
    {
        var run = Run(
            Reported(Codes.GateFailed, "a.pruneproj", 1, 1),
            Reported(Codes.GateFailed, "a.pruneproj", 2, 1),
            Reported(Codes.OtherClasses, "a.pruneproj", 3, 1)
        );
        var rules = run["tool"]!["driver"]!["rules"]!.AsArray();

        Assert.Equal(["PRUNE0113", "PRUNE8001"], rules.Select(rule => (string)rule!["id"]!));
        Assert.All(run["results"]!.AsArray(), result =>
            Assert.Equal((string?)result!["ruleId"], (string?)rules[(int)result["ruleIndex"]!]!["id"])
        );
        Assert.All(rules, rule =>
            Assert.StartsWith($"# {rule!["id"]}", (string)rule["help"]!["markdown"]!, StringComparison.Ordinal)
        );
        Assert.All(rules, rule =>
            Assert.Equal($"https://example.org/docs/codes/{rule!["id"]}.md", (string?)rule["helpUri"])
        );
    }

    [Fact]
    public void Without_a_place_it_is_about_the_project()
    {
        var place = Run(Reported(Codes.GateFailed, null, null, null))["results"]![0]!["locations"]![0]![
            "physicalLocation"
        ]!;
        Assert.Equal("my%20models/Detector.pruneproj", (string?)place["artifactLocation"]!["uri"]);
        Assert.Null(place["region"]);
    }

    [Fact]
    public void Every_code_can_be_a_rule() => Assert.All(Codes.All, code => Assert.NotNull(CodePages.Read(code.Id)));

    [Fact]
    public void No_path_of_the_machine_gets_in()
    {
        Directory.CreateDirectory(Path.Combine(Root, ".git"));
        var root = SourceRoot.Find(Path.Combine(Root, "models", "Detector.pruneproj"));
        var inside = new SourceLocation(Path.Combine(Root, "models", "Detector.pruneproj"), 3, 4);
        var text = SarifReport.Write(
            "1.0",
            "models/Detector.pruneproj",
            [
                DiagnosticReport.Of(
                    PruneDiagnostic.Of(
                        Codes.MissingFile,
                        $"Dataset names '{Path.Combine(Root, "data", "a.yaml")}'.",
                        inside
                    ),
                    root
                ),
                DiagnosticReport.Of(
                    PruneDiagnostic.Of(
                        Codes.DamagedEntry,
                        $"'{Path.Combine(Path.GetTempPath(), "cache", "x")}' is damaged.",
                        new SourceLocation(Path.Combine(Path.GetTempPath(), "cache", "x"))
                    ),
                    root
                ),
            ],
            null
        );
        Directory.Delete(Root, recursive: true);

        Assert.DoesNotContain(Path.GetTempPath().TrimEnd('/'), text, StringComparison.Ordinal);
        var results = JsonNode.Parse(text)!["runs"]![0]!["results"]!.AsArray();
        Assert.Equal(
            "models/Detector.pruneproj",
            (string?)results[0]!["locations"]![0]!["physicalLocation"]!["artifactLocation"]!["uri"]
        );
        Assert.Equal("Dataset names 'data/a.yaml'.", (string?)results[0]!["message"]!["text"]);
        Assert.Equal("'…/cache/x' is damaged.", (string?)results[1]!["message"]!["text"]);
    }

    private static DiagnosticReport Reported(DiagnosticCode code, string? file, int? line, int? column) =>
        new(
            code.Id,
            code.Severity == DiagnosticSeverity.Error ? "error" : "warning",
            "What happened.",
            file,
            line,
            column
        );

    private static JsonNode Run(params DiagnosticReport[] diagnostics)
    {
        var log = JsonNode.Parse(
            SarifReport.Write(
                "1.0",
                "my models/Detector.pruneproj",
                [.. diagnostics],
                new Uri("https://example.org/docs/codes/")
            )
        )!;
        Assert.Equal("2.1.0", (string?)log["version"]);
        return Assert.Single(log["runs"]!.AsArray())!;
    }
}
