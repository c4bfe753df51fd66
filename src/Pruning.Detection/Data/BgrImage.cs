using OpenCvSharp;
using Pruning.Graphs;

namespace Pruning.Data;

/// <summary>A picture in managed memory.</summary>
/// <param name="Storage">May be longer than the picture: buffers are re-used for smaller ones.</param>
internal sealed record BgrImage(byte[] Storage, Extent Size)
{
    /// <summary>Bytes <c>[H, W, 3]</c>, blue, green, red, without gaps.</summary>
    public Span<byte> Pixels => Storage.AsSpan(0, BytesOf(Size));

    public static BgrImage Allocate(Extent size) => new(GC.AllocateUninitializedArray<byte>(BytesOf(size)), size);

    public static int BytesOf(Extent size) => checked(3 * size.Height * size.Width);

    /// <summary>A copy of a matrix of bytes in three channels.</summary>
    public static BgrImage CopyOf(Mat matrix)
    {
        var image = Allocate(new Extent(matrix.Rows, matrix.Cols));
        image.Fill(matrix, InterpolationFlags.Linear);
        return image;
    }

    /// <summary>
    /// A view on the same pixels (pinned until it is disposed), which functions can read and write in place.
    /// </summary>
    public Mat AsMat() => Mat.FromPixelData(Size.Height, Size.Width, MatType.CV_8UC3, Storage);

    /// <summary>Fills this with a matrix of bytes in three channels, resized if it has another size.</summary>
    public void Fill(Mat matrix, InterpolationFlags interpolation)
    {
        using var view = AsMat();
        if (matrix.Rows == Size.Height && matrix.Cols == Size.Width)
            matrix.CopyTo(view);
        else
            Cv2.Resize(matrix, view, new Size(Size.Width, Size.Height), 0, 0, interpolation);
    }

    /// <summary>This image, or a resized copy in a buffer.</summary>
    public BgrImage Resized(Extent size, InterpolationFlags interpolation, PictureBuffer buffer)
    {
        if (size == Size)
            return this;
        var resized = buffer.Take(size);
        using var view = AsMat();
        resized.Fill(view, interpolation);
        return resized;
    }
}
