using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pruning.Diagnostics;

namespace Pruning.Reporting;

/// <summary>
/// <c>report.sarif</c>, SARIF 2.1.0: every warning and error as a result at its line, so that a code host shows it
/// there. A failed gate is one of them. Files are named from the source root.
/// </summary>
public static class SarifReport
{
    public const string FileName = "report.sarif";

    private const string RootName = "SRCROOT";

    public static string Write(RunReport report) =>
        Write(report.Engine, report.Project, report.Diagnostics, CodePages.PublishedAt);

    /// <summary>Of a run that ended before there was a report.</summary>
    /// <param name="project">The project file, from the source root; the place of messages that have none.</param>
    /// <param name="pages">Where the codes' pages are published; null where they are not.</param>
    public static string Write(string engine, string project, ImmutableArray<DiagnosticReport> diagnostics, Uri? pages)
    {
        var codes = diagnostics.Select(one => one.Code).Distinct().Order(StringComparer.Ordinal).ToList();
        var log = new JsonObject
        {
            ["$schema"] = "https://json.schemastore.org/sarif-2.1.0.json",
            ["version"] = "2.1.0",
            ["runs"] = new JsonArray(
                new JsonObject
                {
                    ["tool"] = new JsonObject
                    {
                        ["driver"] = new JsonObject
                        {
                            ["name"] = "Pruning.Build",
                            ["semanticVersion"] = engine,
                            ["rules"] = new JsonArray([.. codes.Select(code => Rule(code, pages))]),
                        },
                    },
                    ["originalUriBaseIds"] = new JsonObject
                    {
                        [RootName] = new JsonObject
                        {
                            ["description"] = Text("The repository that holds the project, or the project's folder."),
                        },
                    },
                    ["columnKind"] = "utf16CodeUnits",
                    ["results"] = new JsonArray([
                        .. diagnostics.Select(one => Result(one, codes.IndexOf(one.Code), project)),
                    ]),
                }
            ),
        };
        return log.ToJsonString(
                new JsonSerializerOptions
                {
                    WriteIndented = true,
                    Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
                }
            ) + "\n";
    }

    private static JsonObject Rule(string id, Uri? pages)
    {
        var code = Codes.All.FirstOrDefault(one => one.Id == id);
        var rule = new JsonObject { ["id"] = id };
        if (code is not null)
        {
            rule["shortDescription"] = Text(code.Title);
            rule["defaultConfiguration"] = new JsonObject
            {
                ["level"] = code.Severity == DiagnosticSeverity.Error ? "error" : "warning",
            };
        }

        if (pages is not null)
            rule["helpUri"] = new Uri(pages, $"{id}.md").AbsoluteUri;
        if (CodePages.Read(id) is { } page)
            rule["help"] = new JsonObject { ["text"] = page, ["markdown"] = page };
        return rule;
    }

    private static JsonObject Result(DiagnosticReport diagnostic, int rule, string project)
    {
        var place = new JsonObject
        {
            ["artifactLocation"] = new JsonObject
            {
                ["uri"] = UriOf(diagnostic.File ?? project),
                ["uriBaseId"] = RootName,
            },
        };
        if (diagnostic.Line is { } line)
            place["region"] = diagnostic.Column is { } column
                ? new JsonObject { ["startLine"] = line, ["startColumn"] = column }
                : new JsonObject { ["startLine"] = line };
        return new JsonObject
        {
            ["ruleId"] = diagnostic.Code,
            ["ruleIndex"] = rule,
            ["level"] = diagnostic.Severity,
            ["message"] = Text(diagnostic.Message),
            ["locations"] = new JsonArray(new JsonObject { ["physicalLocation"] = place }),
        };
    }

    private static string UriOf(string path) => string.Join('/', path.Split('/').Select(Uri.EscapeDataString));

    private static JsonObject Text(string text) => new() { ["text"] = text };
}
