using System.Numerics;
using System.Runtime.InteropServices;
using OpenCvSharp;
using Pruning.Graphs;

namespace Pruning.Data;

/// <summary>
/// A random change of place, size and perspective: the picture's centre to the origin, perspective, rotation and scale,
/// shear, and back to about the output's centre, in that order. Works on the picture and its labels alike.
/// </summary>
internal sealed class RandomWarp
{
    private const float MinimumSide = 2;
    private const float MaximumAspect = 100;
    private const float MinimumAreaLeft = 0.1f;
    private const float MinimumAreaLeftOfOutlines = 0.01f;
    private const int PointsOfAnOutline = 1000;

    private readonly Matrix3 _matrix;
    private readonly bool _hasPerspective;
    private readonly double _scale;
    private readonly Extent _input;
    private readonly Extent _output;

    /// <param name="input">The picture's extent.</param>
    /// <param name="output">The extent of what comes out.</param>
    public RandomWarp(Extent input, Extent output, AugmentationOptions options, ref CounterRandom random)
    {
        (_input, _output, _hasPerspective) = (input, output, options.Perspective > 0);
        var centre = Matrix3.Translation(-input.Width / 2.0, -input.Height / 2.0);
        var perspective = Matrix3.Perspective(
            random.Uniform(-options.Perspective, options.Perspective),
            random.Uniform(-options.Perspective, options.Perspective)
        );
        var angle = random.Uniform(-options.RotationDegrees, options.RotationDegrees);
        _scale = random.Uniform(1 - options.Scale, 1 + options.Scale);
        var shear = Matrix3.Shear(
            random.Uniform(-options.ShearDegrees, options.ShearDegrees),
            random.Uniform(-options.ShearDegrees, options.ShearDegrees)
        );
        var back = Matrix3.Translation(
            random.Uniform(0.5 - options.Translation, 0.5 + options.Translation) * output.Width,
            random.Uniform(0.5 - options.Translation, 0.5 + options.Translation) * output.Height
        );
        _matrix = back * shear * Matrix3.RotationScale(angle, _scale) * perspective * centre;
    }

    /// <summary>Warps a picture; what comes from outside it is grey.</summary>
    /// <param name="target">Of the output's extent.</param>
    public void Apply(BgrImage source, BgrImage target)
    {
        if (_input == _output && _matrix.IsIdentity)
        {
            source.Pixels.CopyTo(target.Pixels);
            return;
        }

        using var from = source.AsMat();
        using var to = target.AsMat();
        var size = new Size(_output.Width, _output.Height);
        var grey = Scalar.All(Letterbox.PadValue);
        if (_hasPerspective)
        {
            using var matrix = Mat.FromPixelData(3, 3, MatType.CV_64FC1, _matrix.ToArray());
            Cv2.WarpPerspective(from, to, matrix, size, InterpolationFlags.Linear, BorderTypes.Constant, grey);
        }
        else
        {
            using var matrix = Mat.FromPixelData(2, 3, MatType.CV_64FC1, _matrix.ToArray()[..6]);
            Cv2.WarpAffine(from, to, matrix, size, InterpolationFlags.Linear, BorderTypes.Constant, grey);
        }
    }

    /// <summary>Warps labels, clips them, and drops those of which too little is left.</summary>
    public void Apply(List<PixelLabel> labels)
    {
        var outlines = labels.Exists(label => !label.Outline.IsEmpty);
        var kept = 0;
        foreach (var label in CollectionsMarshal.AsSpan(labels))
        {
            var warped = outlines ? WarpOutline(label) : WarpBox(label);
            if (IsWorthKeeping(label, warped, outlines ? MinimumAreaLeftOfOutlines : MinimumAreaLeft))
                labels[kept++] = warped;
        }

        labels.RemoveRange(kept, labels.Count - kept);
    }

    private PixelLabel WarpBox(PixelLabel label)
    {
        var (low, high) = (new Vector2(float.MaxValue), new Vector2(float.MinValue));
        foreach (var corner in Corners(label, stackalloc Vector2[4]))
        {
            var point = _matrix.Map(corner);
            (low, high) = (Vector2.Min(low, point), Vector2.Max(high, point));
        }

        return Box(label, low, high).Clipped(_output.Width, _output.Height);
    }

    /// <summary>The box of those points of the outline that stay inside.</summary>
    private PixelLabel WarpOutline(PixelLabel label)
    {
        var outline = label.Outline.IsEmpty ? Corners(label, stackalloc Vector2[4]) : label.Outline.AsSpan();
        var (low, high) = (new Vector2(float.MaxValue), new Vector2(float.MinValue));
        var any = false;
        for (var i = 0; i < PointsOfAnOutline; i++)
        {
            var point = _matrix.Map(Resampled(outline, i));
            if (point.X < 0 || point.Y < 0 || point.X > _output.Width || point.Y > _output.Height)
                continue;
            (low, high, any) = (Vector2.Min(low, point), Vector2.Max(high, point), true);
        }

        return any ? Box(label, low, high) : Box(label, Vector2.Zero, Vector2.Zero);
    }

    private static PixelLabel Box(PixelLabel label, Vector2 low, Vector2 high) =>
        new(label.ClassIndex, low.X, low.Y, high.X, high.Y, []);

    private static ReadOnlySpan<Vector2> Corners(PixelLabel label, Span<Vector2> corners)
    {
        (corners[0], corners[1]) = (new Vector2(label.Left, label.Top), new Vector2(label.Right, label.Top));
        (corners[2], corners[3]) = (new Vector2(label.Right, label.Bottom), new Vector2(label.Left, label.Bottom));
        return corners;
    }

    /// <summary>One of the points at even steps along the closed outline, counted in its own points.</summary>
    private static Vector2 Resampled(ReadOnlySpan<Vector2> outline, int step)
    {
        var at = step * (outline.Length / (float)(PointsOfAnOutline - 1));
        var from = Math.Min((int)at, outline.Length - 1);
        return Vector2.Lerp(outline[from], outline[(from + 1) % outline.Length], at - from);
    }

    private bool IsWorthKeeping(PixelLabel before, PixelLabel after, float minimumAreaLeft)
    {
        var areaBefore = before.Width * _scale * (before.Height * _scale) + 1e-16;
        var aspect = Math.Max(after.Width / (after.Height + 1e-16), after.Height / (after.Width + 1e-16));
        return after.Width > MinimumSide
            && after.Height > MinimumSide
            && after.Width * after.Height / areaBefore > minimumAreaLeft
            && aspect < MaximumAspect;
    }
}
