using Pruning.DotnetTool.Terminal;
using Pruning.Reporting;

namespace Pruning.DotnetTool.Output;

/// <summary>What <c>export</c> tells.</summary>
/// <param name="FileSize">In bytes.</param>
/// <param name="Resolution">
/// Side in pixels to which the file reduces its picture before the network looks at it; null where it does not.
/// </param>
/// <param name="ProofImages">Images that the file and the network were compared on.</param>
/// <param name="MaximumPixels">Largest difference of a box, in pixels.</param>
/// <param name="MaximumConfidence">Largest difference of a score.</param>
/// <param name="MaximumRelative">Largest difference of any value, against the larger of its magnitude and 1.</param>
internal sealed record ExportOutput(
    string Model,
    string Output,
    long FileSize,
    int ImageSize,
    int? Resolution,
    int Opset,
    bool DynamicBatch,
    bool IncludesNms,
    int ProofImages,
    double MaximumPixels,
    double MaximumConfidence,
    double MaximumRelative
);

/// <summary>An <see cref="ExportOutput"/> for people.</summary>
internal static class ExportText
{
    public static void Write(TextWriter writer, ExportOutput result)
    {
        writer.WriteLine(
            $"{result.Output}: {Numbers.Count(result.FileSize)} bytes, "
                + $"{SizeText.Of(result.ImageSize, result.Resolution)}, opset {result.Opset}, "
                + $"{(result.DynamicBatch ? "any batch" : "one image at a time")}{(result.IncludesNms ? ", suppression in the file" : "")}"
        );
        writer.WriteLine(
            FormattableString.Invariant(
                $"proved on {result.ProofImages} images: boxes within {result.MaximumPixels:g3} px of torch's, scores within {result.MaximumConfidence:g3}"
            )
        );
    }
}
