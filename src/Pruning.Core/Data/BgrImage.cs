using System.Runtime.InteropServices;
using OpenCvSharp;
using Pruning.Graphs;

namespace Pruning.Data;

/// <summary>A picture in managed memory: bytes <c>[H, W, 3]</c>, blue, green, red, without gaps.</summary>
internal sealed record BgrImage(byte[] Pixels, Extent Size)
{
    public static BgrImage Allocate(Extent size) => new(GC.AllocateUninitializedArray<byte>(3 * size.Height * size.Width), size);

    /// <summary>A view on the same pixels (pinned until it is disposed), which functions can read and write in place.</summary>
    public Mat AsMat() => Mat.FromPixelData(Size.Height, Size.Width, MatType.CV_8UC3, Pixels);

    /// <summary>A copy of a matrix of bytes in three channels.</summary>
    public static BgrImage CopyOf(Mat matrix)
    {
        var image = Allocate(new Extent(matrix.Rows, matrix.Cols));
        var rowBytes = 3 * matrix.Cols;
        for (var row = 0; row < matrix.Rows; row++)
            Marshal.Copy(matrix.Data + (nint)(row * matrix.Step()), image.Pixels, row * rowBytes, rowBytes);
        return image;
    }

    /// <summary>A resized copy of a matrix of bytes in three channels.</summary>
    public static BgrImage Resized(Mat matrix, Extent size, InterpolationFlags interpolation)
    {
        if (matrix.Rows == size.Height && matrix.Cols == size.Width)
            return CopyOf(matrix);
        var image = Allocate(size);
        using var view = image.AsMat();
        Cv2.Resize(matrix, view, new Size(size.Width, size.Height), 0, 0, interpolation);
        return image;
    }

    /// <summary>This image, or a resized copy.</summary>
    public BgrImage Resized(Extent size, InterpolationFlags interpolation)
    {
        if (size == Size)
            return this;
        using var view = AsMat();
        return Resized(view, size, interpolation);
    }
}
