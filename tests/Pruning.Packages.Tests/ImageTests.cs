using OpenCvSharp;

namespace Pruning.Packages.Tests;

public class ImageTests
{
    [Fact]
    public void A_png_comes_back_as_it_was_encoded()
    {
        using var picture = Gradient(20, 30);

        Cv2.ImEncode(".png", picture, out var file);
        using var decoded = Cv2.ImDecode(file, ImreadModes.Color);

        Assert.Equal(new Size(30, 20), decoded.Size());
        Assert.Equal(MatType.CV_8UC3, decoded.Type());
        Assert.Equal(picture.AsSpan<byte>().ToArray(), decoded.AsSpan<byte>().ToArray());
    }

    [Fact]
    public void What_is_no_image_decodes_to_an_empty_matrix()
    {
        using var decoded = Cv2.ImDecode([1, 2, 3, 4], ImreadModes.Color);
        Assert.True(decoded.Empty());

        using var absent = Cv2.ImRead("no-such-file.jpg");
        Assert.True(absent.Empty());
    }

    [Fact]
    public void A_region_shares_memory()
    {
        using var picture = new Mat(4, 4, MatType.CV_8UC1, new Scalar(0));
        using (var corner = picture[new Rect(2, 1, 2, 2)])
            corner.SetTo(new Scalar(7));

        Assert.Equal([0, 0, 0, 0, 0, 0, 7, 7, 0, 0, 7, 7, 0, 0, 0, 0], picture.AsSpan<byte>().ToArray());
    }

    [Fact]
    public void A_letterbox_is_a_resize_and_a_border()
    {
        using var picture = new Mat(10, 20, MatType.CV_8UC3, new Scalar(10, 20, 30));
        using var resized = new Mat();
        using var boxed = new Mat();

        Cv2.Resize(picture, resized, new Size(8, 4), interpolation: InterpolationFlags.Area);
        Cv2.CopyMakeBorder(resized, boxed, 2, 2, 0, 0, BorderTypes.Constant, new Scalar(114, 114, 114));

        Assert.Equal(new Size(8, 8), boxed.Size());
        Assert.Equal(new Vec3b(114, 114, 114), boxed.Get<Vec3b>(0, 0));
        Assert.Equal(new Vec3b(10, 20, 30), boxed.At<Vec3b>(3, 3));
    }

    [Fact]
    public void A_warp_moves_pixels_by_its_matrix()
    {
        using var picture = new Mat(5, 5, MatType.CV_8UC1, new Scalar(0));
        picture.Set(1, 1, (byte)200);
        using var matrix = Mat.FromArray(
            new double[,]
            {
                { 1, 0, 2 },
                { 0, 1, 1 },
            }
        );
        using var moved = new Mat();

        Cv2.WarpAffine(
            picture,
            moved,
            matrix,
            new Size(5, 5),
            InterpolationFlags.Linear,
            BorderTypes.Constant,
            new Scalar(0)
        );

        Assert.Equal(200, moved.Get<byte>(2, 3));
        Assert.Equal(0, moved.Get<byte>(1, 1));
    }

    [Fact]
    public void Colours_convert_and_planes_split_and_merge()
    {
        using var picture = new Mat(2, 2, MatType.CV_8UC3, new Scalar(255, 0, 0));
        using var hsv = new Mat();
        Cv2.CvtColor(picture, hsv, ColorConversionCodes.BGR2HSV);
        Assert.Equal(new Vec3b(120, 255, 255), hsv.Get<Vec3b>(0, 0));

        var planes = Cv2.Split(picture);
        using var merged = new Mat();
        Cv2.Merge([planes[2], planes[1], planes[0]], merged);
        Assert.Equal(new Vec3b(0, 0, 255), merged.Get<Vec3b>(1, 1));
        foreach (var plane in planes)
            plane.Dispose();
    }

    [Fact]
    public void A_bad_call_is_an_OpenCVException()
    {
        using var empty = new Mat();
        using var target = new Mat();

        Assert.Throws<OpenCVException>(() => Cv2.Resize(empty, target, new Size(2, 2)));
    }

    [Fact]
    public void Boxes_and_text_are_drawn()
    {
        using var picture = new Mat(40, 80, MatType.CV_8UC3, new Scalar(0, 0, 0));

        Cv2.Rectangle(picture, new Rect(1, 1, 10, 10), new Scalar(0, 255, 0), thickness: -1);
        Cv2.PutText(
            picture,
            "cat",
            new Point(15, 30),
            HersheyFonts.HersheySimplex,
            0.7,
            Scalar.White,
            1,
            LineTypes.AntiAlias
        );
        var size = Cv2.GetTextSize("cat", HersheyFonts.HersheySimplex, 0.7, 1, out var baseLine);

        Assert.Equal(new Vec3b(0, 255, 0), picture.Get<Vec3b>(5, 5));
        Assert.True(size.Width > 10 && baseLine > 0);
        Assert.True(Cv2.Mean(picture).Val2 > 1);
    }

    private static Mat Gradient(int rows, int cols)
    {
        var picture = new Mat(rows, cols, MatType.CV_8UC3);
        for (var y = 0; y < rows; y++)
        for (var x = 0; x < cols; x++)
            picture.Set(y, x, new Vec3b((byte)(x * 5), (byte)(y * 7), (byte)(x + y)));
        return picture;
    }
}
