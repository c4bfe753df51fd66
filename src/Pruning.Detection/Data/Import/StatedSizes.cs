using System.Collections.Immutable;
using Pruning.Graphs;

namespace Pruning.Data.Import;

/// <summary>
/// Which size the coordinates of an image refer to where its annotations state another than it has. As a rule the
/// stated one: the image was brought to another size afterwards, and what others convert with goes by it as well. Not
/// where the boxes tell that the field is wrong: they reach beyond it and not beyond the image, or its numbers are the
/// image's own the wrong way round.
/// </summary>
internal sealed class StatedSizes(bool? said, ImportTally tally)
{
    /// <summary>So far, in shares of a side, boxes reach over an edge without a size being at fault.</summary>
    private const double Overhang = 0.01;

    /// <summary>The images with their sizes settled, and counted where the two differ.</summary>
    public ImmutableArray<AnnotatedImage> Settle(ImmutableArray<AnnotatedImage> images)
    {
        // A size that some boxes disprove is a template's, and as wrong where no box happens to lie far out.
        var disproved = images
            .Where(image => Differs(image) && !Holds(image.Size, image) && Holds(image.FileSize, image))
            .Select(image => image.Size)
            .ToHashSet();
        return [.. images.Select(image => Differs(image) ? Settle(image, disproved) : image)];
    }

    private AnnotatedImage Settle(AnnotatedImage image, HashSet<Extent> disproved)
    {
        var why =
            disproved.Contains(image.Size) ? "its boxes reach beyond that"
            : IsTurned(image) && Holds(image.FileSize, image) ? "width and height are exchanged"
            : null;
        var sizes = $"{image.Path}: {Text(image.FileSize)}, annotated as {Text(image.Size)}";
        if (said ?? why is null)
        {
            tally.Add(ImportRemark.ImageSizeDiffers, sizes);
            return image;
        }

        tally.Add(ImportRemark.ImageSizeNotBelieved, why is null ? sizes : $"{sizes}; {why}");
        return image with { Size = image.FileSize };
    }

    private static bool Differs(AnnotatedImage image) => image.Size != image.FileSize;

    private static bool IsTurned(AnnotatedImage image) =>
        image.Size == new Extent(image.FileSize.Width, image.FileSize.Height);

    private static bool Holds(Extent size, AnnotatedImage image) =>
        image.Boxes.All(box => box.Right <= size.Width * (1 + Overhang) && box.Bottom <= size.Height * (1 + Overhang));

    private static string Text(Extent size) => FormattableString.Invariant($"{size.Width}×{size.Height}");
}
