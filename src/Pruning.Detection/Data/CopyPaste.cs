using System.Numerics;

namespace Pruning.Data;

/// <summary>
/// Copies objects to the mirrored place in the same picture, mirrored (Ghiasi et al. 2021, "Simple Copy-Paste", as
/// YOLOv5 does it). Only objects with outlines can be cut out; one that would hide too much of another stays where it
/// is.
/// </summary>
internal static class CopyPaste
{
    /// <summary>The share of a box that a pasted one may hide: less than this.</summary>
    private const float MostHidden = 0.3f;

    /// <summary>Pastes into the picture and appends the labels of what was pasted.</summary>
    /// <param name="share">Of the objects with outlines, how many are tried.</param>
    /// <param name="mask">Of the picture's size; its contents do not matter.</param>
    public static void Apply(
        BgrImage picture,
        List<PixelLabel> labels,
        double share,
        OutlineMask mask,
        ref CounterRandom random
    )
    {
        if (share <= 0)
            return;
        var candidates = Enumerable.Range(0, labels.Count).Where(index => !labels[index].Outline.IsEmpty).ToArray();
        random.Shuffle(candidates);
        var before = labels.Count;
        mask.Clear();
        foreach (var index in candidates.Take((int)Math.Round(share * candidates.Length)))
        {
            var pasted = Mirrored(labels[index], picture.Size.Width);
            if (labels.Any(label => HiddenShare(pasted, label) >= MostHidden))
                continue;
            mask.Add(pasted.Outline);
            labels.Add(pasted);
        }

        if (labels.Count > before)
            Paste(picture, mask);
    }

    /// <summary>The part of a box's area that another one covers.</summary>
    internal static float HiddenShare(PixelLabel cover, PixelLabel box)
    {
        var width = Math.Max(0, Math.Min(cover.Right, box.Right) - Math.Max(cover.Left, box.Left));
        var height = Math.Max(0, Math.Min(cover.Bottom, box.Bottom) - Math.Max(cover.Top, box.Top));
        return width * height / ((box.Width * box.Height) + 1e-16f);
    }

    private static PixelLabel Mirrored(PixelLabel label, float width) =>
        label with
        {
            Left = width - label.Right,
            Right = width - label.Left,
            Outline = [.. label.Outline.Select(point => new Vector2(width - point.X, point.Y))],
        };

    // Every pixel comes from the picture as it was: what was pasted is not copied on.
    private static void Paste(BgrImage picture, OutlineMask mask)
    {
        var width = picture.Size.Width;
        var before = new byte[3 * width];
        for (var y = 0; y < picture.Size.Height; y++)
        {
            var row = picture.Pixels.Slice(3 * width * y, 3 * width);
            row.CopyTo(before);
            var inside = mask.Row(y);
            for (var x = 0; x < width; x++)
            {
                if (inside[x])
                    before.AsSpan(3 * (width - 1 - x), 3).CopyTo(row[(3 * x)..]);
            }
        }
    }
}
