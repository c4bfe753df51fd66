using System.Collections.Immutable;

namespace Pruning.Data;

/// <summary>One split of a dataset: its images in a fixed (ordinal path) order.</summary>
/// <param name="Name"><c>train</c>, <c>val</c> or <c>test</c>.</param>
/// <param name="ClassNames">The dataset's class names; labels index into them.</param>
/// <param name="Images">Usable images; broken ones were reported and left out.</param>
/// <param name="Files">
/// Every file that the split was read from, list files, images and labels, in a fixed order: what a fingerprint hashes.
/// </param>
public sealed record DatasetSplit(
    string Name,
    ImmutableArray<string> ClassNames,
    ImmutableArray<LabeledImage> Images,
    ImmutableArray<string> Files
)
{
    /// <summary>Boxes in all labels.</summary>
    public int LabelCount => Images.Sum(image => image.Labels.Length);

    /// <summary>Batches of so many images in an epoch, a smaller last one included.</summary>
    public int BatchesOf(int images) => (Images.Length + images - 1) / images;
}
