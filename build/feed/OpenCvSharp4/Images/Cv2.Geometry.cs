namespace OpenCvSharp;

public static unsafe partial class Cv2
{
    public static void Resize(InputArray src, OutputArray dst, Size dsize, double fx = 0, double fy = 0, InterpolationFlags interpolation = InterpolationFlags.Linear) =>
        Checked(Native.cvshim_resize(In(src), Out(dst), dsize, fx, fy, (int)interpolation), src, dst);

    public static void WarpAffine(InputArray src, OutputArray dst, InputArray m, Size dsize, InterpolationFlags flags = InterpolationFlags.Linear, BorderTypes borderMode = BorderTypes.Constant, Scalar? borderValue = null) =>
        Checked(Native.cvshim_warp_affine(In(src), Out(dst), In(m), dsize, (int)flags, (int)borderMode, borderValue ?? default), src, dst, m);

    public static void WarpPerspective(InputArray src, OutputArray dst, InputArray m, Size dsize, InterpolationFlags flags = InterpolationFlags.Linear, BorderTypes borderMode = BorderTypes.Constant, Scalar? borderValue = null) =>
        Checked(Native.cvshim_warp_perspective(In(src), Out(dst), In(m), dsize, (int)flags, (int)borderMode, borderValue ?? default), src, dst, m);

    public static Mat GetRotationMatrix2D(Point2f center, double angle, double scale)
    {
        nint mat;
        Native.Check(Native.cvshim_rotation_matrix(center.X, center.Y, angle, scale, &mat));
        return new Mat(mat);
    }

    /// <summary>From three points to three points.</summary>
    public static Mat GetAffineTransform(IEnumerable<Point2f> src, IEnumerable<Point2f> dst)
    {
        nint mat;
        fixed (Point2f* from = Exactly(3, src), to = Exactly(3, dst))
            Native.Check(Native.cvshim_affine_transform(from, to, &mat));
        return new Mat(mat);
    }

    /// <summary>From four points to four points.</summary>
    public static Mat GetPerspectiveTransform(IEnumerable<Point2f> src, IEnumerable<Point2f> dst)
    {
        nint mat;
        fixed (Point2f* from = Exactly(4, src), to = Exactly(4, dst))
            Native.Check(Native.cvshim_perspective_transform(from, to, &mat));
        return new Mat(mat);
    }

    private static Point2f[] Exactly(int count, IEnumerable<Point2f> points)
    {
        var all = points.ToArray();
        return all.Length == count ? all : throw new ArgumentException($"{count} points are needed, {all.Length} given.", nameof(points));
    }

    public static void CvtColor(InputArray src, OutputArray dst, ColorConversionCodes code, int dstCn = 0) =>
        Checked(Native.cvshim_cvt_color(In(src), Out(dst), (int)code, dstCn), src, dst);

    public static void GaussianBlur(InputArray src, OutputArray dst, Size ksize, double sigmaX, double sigmaY = 0, BorderTypes borderType = BorderTypes.Default) =>
        Checked(Native.cvshim_gaussian_blur(In(src), Out(dst), ksize, sigmaX, sigmaY, (int)borderType), src, dst);

    public static void Blur(InputArray src, OutputArray dst, Size ksize, Point? anchor = null, BorderTypes borderType = BorderTypes.Default) =>
        Checked(Native.cvshim_blur(In(src), Out(dst), ksize, anchor ?? new Point(-1, -1), (int)borderType), src, dst);

    public static void MedianBlur(InputArray src, OutputArray dst, int ksize) => Checked(Native.cvshim_median_blur(In(src), Out(dst), ksize), src, dst);
    public static void EqualizeHist(InputArray src, OutputArray dst) => Checked(Native.cvshim_equalize_hist(In(src), Out(dst)), src, dst);
}
