using System.Collections.Immutable;
using Pruning.Diagnostics;

namespace Pruning.Data;

/// <summary>
/// Reads one split: finds its images, looks at each, parses its labels, and reports what is wrong, in a fixed order.
/// </summary>
internal static class SplitReader
{
    public static DatasetSplit Read(DatasetDescription description, string name, IDiagnosticSink diagnostics)
    {
        var scan = SplitScan.Scan(description, name);
        // Of several files with unknown classes the first is the one to show.
        if (scan.Images.FirstOrDefault(image => image.ClassError is not null) is { ClassError: { } error })
            throw new PruneException(error.Diagnostic, error);
        new ProblemWarnings(name, scan.Images.Length, description.Options, diagnostics).Report(
            SplitProblems.Find(scan)
        );
        var images = scan.Usable.ToImmutableArray();
        return images.IsEmpty
            ? throw NoImages(scan)
            : new DatasetSplit(name, description.ClassNames, images, scan.Files);
    }

    private static PruneException NoImages(SplitScan scan) =>
        new(
            Codes.NoImages,
            $"The dataset's '{scan.Name}' has no usable image: {scan.Images.Length} image files were found under "
                + $"'{scan.Sources[0].Path}'{(scan.Images.Length > 0 ? " and all were left out, see the warnings" : string.Empty)}. "
                + $"Images are .jpg, .png, .bmp, .webp or .tif files.",
            scan.Sources[0].Location
        );
}
