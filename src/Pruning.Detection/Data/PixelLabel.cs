using System.Collections.Immutable;
using System.Numerics;

namespace Pruning.Data;

/// <summary>A label on its way through augmentation, in pixels of the current picture.</summary>
/// <param name="Outline">In pixels too; empty for a box.</param>
internal readonly record struct PixelLabel(
    int ClassIndex,
    float Left,
    float Top,
    float Right,
    float Bottom,
    ImmutableArray<Vector2> Outline
)
{
    public float Width => Right - Left;

    public float Height => Bottom - Top;

    /// <summary>Adds an image's labels, where the image lies in a larger picture.</summary>
    /// <param name="width">The image's width in the picture.</param>
    /// <param name="height">Its height.</param>
    /// <param name="left">Where its left edge lies; negative where it is cut.</param>
    /// <param name="top">Likewise.</param>
    public static void AddTo(
        List<PixelLabel> labels,
        LabeledImage image,
        float width,
        float height,
        float left,
        float top
    )
    {
        var scale = new Vector2(width, height);
        var offset = new Vector2(left, top);
        for (var i = 0; i < image.Labels.Length; i++)
        {
            var label = image.Labels[i];
            ImmutableArray<Vector2> outline =
                image.Outlines.IsEmpty || image.Outlines[i].IsEmpty
                    ? []
                    : [.. image.Outlines[i].Select(point => point * scale + offset)];
            labels.Add(
                new PixelLabel(
                    label.ClassIndex,
                    width * (label.CenterX - label.Width / 2) + left,
                    height * (label.CenterY - label.Height / 2) + top,
                    width * (label.CenterX + label.Width / 2) + left,
                    height * (label.CenterY + label.Height / 2) + top,
                    outline
                )
            );
        }
    }

    public PixelLabel Clipped(float width, float height) =>
        this with
        {
            Left = Math.Clamp(Left, 0, width),
            Top = Math.Clamp(Top, 0, height),
            Right = Math.Clamp(Right, 0, width),
            Bottom = Math.Clamp(Bottom, 0, height),
            Outline = Outline.IsEmpty
                ? Outline
                : [.. Outline.Select(point => Vector2.Clamp(point, Vector2.Zero, new Vector2(width, height)))],
        };
}
