using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Pruning.Signing;

namespace Pruning.Reporting.Provenance;

/// <summary>How a model came about, as SLSA's provenance of version 1, about the model and its bill of materials.</summary>
public static class BuildProvenance
{
    public const string PredicateType = "https://slsa.dev/provenance/v1";

    /// <summary>What <c>externalParameters</c> mean; docs/provenance.md tells.</summary>
    private const string BuildType = "pkg:nuget/Pruning.Tasks#pruneproj/v1";

    /// <summary>Settings of the machine and of the build around the model, which are no parameters of it.</summary>
    private const string Surroundings = "Pruning";

    /// <param name="subjects">The files that the build made, by name and SHA-256.</param>
    public static string Write(
        RunReport report,
        ModelOrigin origin,
        ImmutableArray<(string Name, string Sha256)> subjects
    ) =>
        InTotoStatement.Write(
            PredicateType,
            subjects,
            new JsonObject
            {
                ["buildDefinition"] = new JsonObject
                {
                    ["buildType"] = BuildType,
                    ["externalParameters"] = Parameters(report),
                    ["internalParameters"] = new JsonObject(),
                    ["resolvedDependencies"] = new JsonArray([
                        .. origin.Files.Select(OfFile),
                        .. origin.Datasets.Select(OfSplit),
                        .. origin.Packages.Select(OfPackage),
                    ]),
                },
                ["runDetails"] = new JsonObject
                {
                    ["builder"] = new JsonObject
                    {
                        ["id"] = "pkg:nuget/Pruning.Tasks",
                        ["version"] = new JsonObject { ["Pruning.Build"] = origin.Engine },
                    },
                },
            }
        );

    private static JsonObject Parameters(RunReport report) =>
        new()
        {
            ["project"] = report.Project,
            ["properties"] = new JsonObject(
                report
                    .Settings.Where(setting =>
                        !setting.Key.StartsWith(Surroundings, StringComparison.OrdinalIgnoreCase)
                    )
                    .Select(setting => KeyValuePair.Create(setting.Key, (JsonNode?)Relieved(setting.Value)))
            ),
            ["targets"] = new JsonArray([.. report.Targets.Select(target => JsonValue.Create(target))]),
            ["gates"] = new JsonArray([
                .. report.Gates.Select(gate => JsonValue.Create($"{gate.Metric}: {GateText.Bounds(gate)}")),
            ]),
        };

    // Folders of the machine are nobody's business.
    private static string Relieved(string value) => Path.IsPathRooted(value) ? Path.GetFileName(value) : value;

    private static JsonObject OfFile(OriginFile file)
    {
        var dependency = new JsonObject { ["name"] = file.Name };
        if (file.Sha256 is { } hash)
            dependency["digest"] = new JsonObject { ["sha256"] = hash };
        dependency["annotations"] = new JsonObject { ["role"] = file.Role };
        return dependency;
    }

    private static JsonObject OfSplit(OriginSplit split) =>
        new()
        {
            ["name"] = split.Name,
            ["digest"] = new JsonObject { ["dirHash"] = split.DirectoryHash },
            ["annotations"] = new JsonObject { ["role"] = "dataset" },
        };

    private static JsonObject OfPackage(OriginPackage package)
    {
        var dependency = new JsonObject { ["uri"] = package.Url };
        if (package.Sha512 is { } hash)
            dependency["digest"] = new JsonObject { ["sha512"] = hash };
        return dependency;
    }
}
