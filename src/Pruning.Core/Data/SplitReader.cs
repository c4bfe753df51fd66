using System.Collections.Immutable;
using Pruning.Diagnostics;

namespace Pruning.Data;

/// <summary>Reads one split: finds its images, looks at each, parses its labels, and reports what is wrong, in a fixed order.</summary>
internal static class SplitReader
{
    /// <summary>So many broken files are reported one by one, the rest as a number.</summary>
    private const int MaximumNamed = 10;

    public static DatasetSplit Read(DatasetDescription description, string name, IDiagnosticSink diagnostics)
    {
        if (!description.Sources.TryGetValue(name, out var sources))
            throw new PruneException(
                Codes.DatasetInvalid,
                $"The dataset file '{description.YamlPath}' has no '{name}' images. Add '{name}:' with a folder or a file that lists images.",
                new SourceLocation(description.YamlPath));
        var paths = ImageListing.Find(name, sources);
        var scans = new ImageScan[paths.Length];
        Run(() => Parallel.For(0, paths.Length, index => scans[index] = ImageScan.Of(paths[index], description.ClassNames.Length)));
        Report(name, scans, diagnostics);
        var images = scans.Where(scan => scan.Image is not null).Select(scan => scan.Image!).ToImmutableArray();
        if (images.IsEmpty)
            throw new PruneException(
                Codes.NoImages,
                $"The dataset's '{name}' has no usable image: {paths.Length} image files were found under '{sources[0].Path}'{(paths.Length > 0 ? " and all were left out, see the warnings" : string.Empty)}. Images are .jpg, .png, .bmp, .webp or .tif files.",
                sources[0].Location);
        return new DatasetSplit(name, description.ClassNames, images, FilesOf(sources, scans));
    }

    /// <summary>A parallel loop wraps what its body throws; of several label errors the first file's is the one to show.</summary>
    private static void Run(Action loop)
    {
        try
        {
            loop();
        }
        catch (AggregateException exception) when (exception.InnerExceptions.All(inner => inner is PruneException))
        {
            var first = exception.InnerExceptions.Cast<PruneException>().MinBy(inner => inner.Diagnostic.Location?.File, StringComparer.Ordinal)!;
            throw new PruneException(first.Diagnostic, exception);
        }
    }

    private static ImmutableArray<string> FilesOf(ImmutableArray<DatasetSource> sources, ImageScan[] scans) =>
    [
        .. sources.Select(source => source.Path).Where(File.Exists),
        .. scans.SelectMany(scan => scan.HasLabelFile ? new[] { scan.Path, scan.LabelPath } : [scan.Path]),
    ];

    private static void Report(string name, ImageScan[] scans, IDiagnosticSink diagnostics)
    {
        ReportEach(scans, scan => scan.ImageProblem, Codes.ImagesLeftOut, diagnostics, scan =>
            new(scan.Path, default, $"The image is left out of '{name}': {scan.ImageProblem}. Replace or remove it."));
        ReportEach(scans, scan => scan.LabelProblem, Codes.LabelsInvalid, diagnostics, scan =>
            new(scan.LabelPath, scan.LabelLine, $"The image of these labels is left out of '{name}': {scan.LabelProblem}. Correct the labels."));
        Count(scans.Where(scan => scan.Image is not null && scan.IsCutShort), Codes.ImagesCutShort, diagnostics, (count, first) =>
            $"{count} of {scans.Length} images of '{name}' are cut short, among them '{first.Path}': JPEG files without their end. What is missing is grey, and labels there teach and measure wrongly. Copy or download them again.");
        Count(scans.Where(scan => scan.Image is { HasLabelFile: false }), Codes.LabelFilesMissing, diagnostics, (count, first) =>
            $"{count} of {scans.Length} images of '{name}' have no label file and count as background, among them '{first.Path}' (expected '{first.LabelPath}'). If they show objects, the model is taught and measured wrongly; if not, an empty label file says so.");
        Count(scans.Where(scan => scan.Duplicates > 0), Codes.DuplicateLabels, diagnostics, (count, first) =>
            $"{scans.Sum(scan => scan.Duplicates)} labels in {count} label files of '{name}' repeat another one and were dropped, among them {first.Duplicates} in '{first.LabelPath}'. They would count twice; remove them from the files.");
    }

    private static void ReportEach(
        ImageScan[] scans, Func<ImageScan, string?> problem, DiagnosticCode code, IDiagnosticSink diagnostics, Func<ImageScan, (string File, int Line, string Message)> describe)
    {
        var broken = scans.Where(scan => problem(scan) is not null).ToArray();
        foreach (var scan in broken.Take(MaximumNamed))
        {
            var (file, line, message) = describe(scan);
            diagnostics.Report(PruneDiagnostic.Of(code, message, new SourceLocation(file, line, line > 0 ? 1 : 0)));
        }

        if (broken.Length > MaximumNamed)
            diagnostics.Report(PruneDiagnostic.Of(code, $"… and {broken.Length - MaximumNamed} more files likewise, {broken.Length} of {scans.Length} in all."));
    }

    private static void Count(IEnumerable<ImageScan> affected, DiagnosticCode code, IDiagnosticSink diagnostics, Func<int, ImageScan, string> message)
    {
        var all = affected.ToArray();
        if (all.Length > 0)
            diagnostics.Report(PruneDiagnostic.Of(code, message(all.Length, all[0])));
    }
}
