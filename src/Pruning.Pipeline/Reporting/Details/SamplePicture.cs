using System.Collections.Immutable;

namespace Pruning.Reporting.Details;

/// <summary>A picture of the gates' split with what both networks find on it.</summary>
/// <param name="Name">The image's file name.</param>
/// <param name="Width">Of the copy, pixels.</param>
/// <param name="Height">Of the copy, pixels.</param>
/// <param name="Jpeg">The copy.</param>
/// <param name="Baseline">The dense network's detections, most confident first.</param>
/// <param name="Model">Those of what ships.</param>
public sealed record SamplePicture(
    string Name,
    int Width,
    int Height,
    byte[] Jpeg,
    ImmutableArray<SampleBox> Baseline,
    ImmutableArray<SampleBox> Model
)
{
    /// <summary>The file's name in a stage's result: a list of pictures.</summary>
    public const string FileName = "pictures.json";
}
