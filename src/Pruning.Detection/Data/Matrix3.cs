using System.Numerics;
using System.Runtime.CompilerServices;

namespace Pruning.Data;

/// <summary>A projective map of the plane: three rows of three, acting on columns (x, y, 1).</summary>
internal struct Matrix3
{
    private Values _values;

    private Matrix3(ReadOnlySpan<double> values) => values.CopyTo(_values);

    public readonly bool IsIdentity => ((ReadOnlySpan<double>)_values).SequenceEqual([1, 0, 0, 0, 1, 0, 0, 0, 1]);

    public static Matrix3 Translation(double x, double y) => new([1, 0, x, 0, 1, y, 0, 0, 1]);

    public static Matrix3 Perspective(double x, double y) => new([1, 0, 0, 0, 1, 0, x, y, 1]);

    /// <summary>Counter-clockwise as seen on the screen (y points down), as OpenCV counts.</summary>
    public static Matrix3 RotationScale(double degrees, double scale)
    {
        var (sine, cosine) = Math.SinCos(degrees * Math.PI / 180);
        return new Matrix3([scale * cosine, scale * sine, 0, -scale * sine, scale * cosine, 0, 0, 0, 1]);
    }

    public static Matrix3 Shear(double degreesX, double degreesY) =>
        new([1, Math.Tan(degreesX * Math.PI / 180), 0, Math.Tan(degreesY * Math.PI / 180), 1, 0, 0, 0, 1]);

    public static Matrix3 operator *(in Matrix3 left, in Matrix3 right)
    {
        var product = default(Matrix3);
        for (var row = 0; row < 3; row++)
        {
            for (var column = 0; column < 3; column++)
            {
                for (var i = 0; i < 3; i++)
                    product._values[3 * row + column] += left._values[3 * row + i] * right._values[3 * i + column];
            }
        }

        return product;
    }

    /// <summary>Row by row.</summary>
    public readonly double[] ToArray() => ((ReadOnlySpan<double>)_values).ToArray();

    public readonly Vector2 Map(Vector2 point)
    {
        ref readonly var m = ref _values;
        var w = m[6] * point.X + m[7] * point.Y + m[8];
        return new Vector2(
            (float)((m[0] * point.X + m[1] * point.Y + m[2]) / w),
            (float)((m[3] * point.X + m[4] * point.Y + m[5]) / w)
        );
    }

    [InlineArray(9)]
    private struct Values
    {
        private double _first;
    }
}
