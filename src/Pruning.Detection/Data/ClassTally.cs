using System.Collections.Immutable;

namespace Pruning.Data;

/// <summary>Boxes a class.</summary>
internal static class ClassTally
{
    /// <returns>One a class.</returns>
    public static ImmutableArray<int> Count(IEnumerable<LabeledImage> images, int classes)
    {
        var counts = new int[classes];
        foreach (var label in images.SelectMany(image => image.Labels))
            counts[label.ClassIndex]++;
        return [.. counts];
    }
}
