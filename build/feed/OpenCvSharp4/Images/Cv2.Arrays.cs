namespace OpenCvSharp;

public static unsafe partial class Cv2
{
    public static Mat[] Split(Mat src)
    {
        var handles = new nint[src.Channels()];
        fixed (nint* planes = handles)
            Native.Check(Native.cvshim_split(src.Handle, planes));
        GC.KeepAlive(src);
        return Array.ConvertAll(handles, handle => new Mat(handle));
    }

    public static void Split(Mat src, out Mat[] mv) => mv = Split(src);

    public static void Merge(Mat[] mv, Mat dst)
    {
        fixed (nint* planes = Array.ConvertAll(mv, plane => plane.Handle))
            Native.Check(Native.cvshim_merge(planes, mv.Length, dst.Handle));
        GC.KeepAlive(mv);
        GC.KeepAlive(dst);
    }

    public static void LUT(InputArray src, InputArray lut, OutputArray dst) =>
        Checked(Native.cvshim_lut(In(src), In(lut), Out(dst)), src, lut, dst);

    public static void LUT(InputArray src, byte[] lut, OutputArray dst)
    {
        if (lut.Length != 256)
            throw new ArgumentException("lut.Length != 256");
        using var table = Mat.FromPixelData(256, 1, MatType.CV_8UC1, lut);
        LUT(src, table, dst);
    }

    public static void Flip(InputArray src, OutputArray dst, FlipMode flipCode) => Checked(Native.cvshim_flip(In(src), Out(dst), (int)flipCode), src, dst);
    public static void Rotate(InputArray src, OutputArray dst, RotateFlags rotateCode) => Checked(Native.cvshim_rotate(In(src), Out(dst), (int)rotateCode), src, dst);
    public static void Transpose(InputArray src, OutputArray dst) => Checked(Native.cvshim_transpose(In(src), Out(dst)), src, dst);

    public static void CopyMakeBorder(InputArray src, OutputArray dst, int top, int bottom, int left, int right, BorderTypes borderType, Scalar? value = null) =>
        Checked(Native.cvshim_copy_make_border(In(src), Out(dst), top, bottom, left, right, (int)borderType, value ?? default), src, dst);

    public static void AddWeighted(InputArray src1, double alpha, InputArray src2, double beta, double gamma, OutputArray dst, int dtype = -1) =>
        Checked(Native.cvshim_add_weighted(In(src1), alpha, In(src2), beta, gamma, Out(dst), dtype), src1, src2, dst);

    public static void Absdiff(InputArray src1, InputArray src2, OutputArray dst) => Checked(Native.cvshim_absdiff(In(src1), In(src2), Out(dst)), src1, src2, dst);

    public static void Add(InputArray src1, InputArray src2, OutputArray dst, InputArray? mask = null, int dtype = -1) =>
        Checked(Native.cvshim_add(In(src1), In(src2), Out(dst), Optional(mask), dtype), src1, src2, dst, mask);

    public static void BitwiseNot(InputArray src, OutputArray dst, InputArray? mask = null) => Checked(Native.cvshim_bitwise_not(In(src), Out(dst), Optional(mask)), src, dst, mask);

    public static Scalar Mean(InputArray src, InputArray? mask = null)
    {
        Scalar mean;
        Checked(Native.cvshim_mean(In(src), Optional(mask), &mean), src, mask);
        return mean;
    }

    public static void Randn(InputOutputArray dst, Scalar mean, Scalar stddev) => Checked(Native.cvshim_randn(Out(dst), mean, stddev), dst);
    public static void Randu(InputOutputArray dst, Scalar low, Scalar high) => Checked(Native.cvshim_randu(Out(dst), low, high), dst);

    private static nint In(InputArray array) => array.Mat.Handle;
    private static nint Out(OutputArray array) => array.Mat.Handle;
    private static nint Optional(InputArray? array) => array?.Mat.Handle ?? 0;

    // Keeps the matrices alive over the native call whose status is given.
    private static void Checked(int status, params ReadOnlySpan<object?> matrices)
    {
        foreach (var matrix in matrices)
            GC.KeepAlive(matrix);
        Native.Check(status);
    }
}
