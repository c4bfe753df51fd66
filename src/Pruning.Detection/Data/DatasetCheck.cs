using Pruning.Diagnostics;
using Pruning.Storage;

namespace Pruning.Data;

/// <summary>
/// Looks at all of a dataset and says what is in it and what is wrong, without stopping at the first error.
/// </summary>
public static class DatasetCheck
{
    /// <exception cref="PruneException">
    /// The yaml is unreadable or makes no sense (<c>PRUNE2001</c>, <c>PRUNE2002</c>).
    /// </exception>
    /// <param name="report">Takes a progress line and the share done, if known.</param>
    public static DatasetReport Run(
        string yamlPath,
        IDiagnosticSink diagnostics,
        DatasetOptions? options = null,
        Action<string, double?>? report = null,
        CancellationToken cancellation = default
    )
    {
        report ??= (_, _) => { };
        var description = DatasetYaml.Read(yamlPath, options ?? new DatasetOptions(), diagnostics);
        var scans = Dataset
            .SplitNames.Where(description.Sources.ContainsKey)
            .Select(name => TryScan(description, name, report, cancellation))
            .ToArray();
        report("looking for repeated images", null);
        var repeated = Repeated([.. scans.Select(scan => scan.Scan).OfType<SplitScan>()]);
        return new DatasetReport(
            description.YamlPath,
            description.ClassNames,
            [
                .. scans.Select(scan =>
                    scan.Scan is { } found
                        ? SplitReport.Of(found, repeated[found.Name])
                        : SplitReport.Missing(scan.Name, scan.Error!)
                ),
            ]
        );
    }

    private static (string Name, SplitScan? Scan, PruneDiagnostic? Error) TryScan(
        DatasetDescription description,
        string name,
        Action<string, double?> report,
        CancellationToken cancellation
    )
    {
        try
        {
            report($"{name}: looking for images and labels", null);
            return (name, SplitScan.Scan(description, name).Decoded(report, cancellation), null);
        }
        catch (PruneException exception)
        {
            return (name, null, exception.Diagnostic);
        }
    }

    private static Dictionary<string, IReadOnlyList<DataProblem>> Repeated(SplitScan[] scans)
    {
        var images = scans
            .SelectMany(scan => scan.Usable)
            .Select(image => image.Path)
            .Distinct(StringComparer.Ordinal)
            .ToArray();
        // Only files of one length can be equal.
        var contents = images
            .AsParallel()
            .GroupBy(path => new FileInfo(path).Length)
            .SelectMany(group =>
                group.Count() == 1
                    ? [(Path: group.First(), Content: group.First())]
                    : group.Select(path => (Path: path, Content: FileHashes.Compute(path)))
            )
            .ToDictionary(pair => pair.Path, pair => pair.Content, StringComparer.Ordinal);
        var repeated = new RepeatedImages();
        return scans.ToDictionary(
            scan => scan.Name,
            scan => repeated.Add(scan.Name, scan.Usable.Select(image => (image.Path, contents[image.Path])))
        );
    }
}
