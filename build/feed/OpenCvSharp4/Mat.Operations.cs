namespace OpenCvSharp;

public partial class Mat
{
    public Mat this[Rect roi]
    {
        get => SubMat(roi);
        set => Replace(SubMat(roi), value);
    }

    public Mat this[int rowStart, int rowEnd, int colStart, int colEnd]
    {
        get => SubMat(rowStart, rowEnd, colStart, colEnd);
        set => Replace(SubMat(rowStart, rowEnd, colStart, colEnd), value);
    }

    public Mat this[Range rowRange, Range colRange]
    {
        get => SubMat(rowRange, colRange);
        set => Replace(SubMat(rowRange, colRange), value);
    }

    public Mat this[System.Range rowRange, System.Range colRange]
    {
        get => SubMat(rowRange, colRange);
        set => Replace(SubMat(rowRange, colRange), value);
    }

    public Mat SubMat(Rect roi) => new(this, roi);
    public Mat SubMat(int rowStart, int rowEnd, int colStart, int colEnd) => new(this, new Rect(colStart, rowStart, colEnd - colStart, rowEnd - rowStart));

    public Mat SubMat(Range rowRange, Range colRange)
    {
        var rows = rowRange == Range.All ? new Range(0, Rows) : rowRange;
        var cols = colRange == Range.All ? new Range(0, Cols) : colRange;
        return SubMat(rows.Start, rows.End, cols.Start, cols.End);
    }

    public Mat SubMat(System.Range rowRange, System.Range colRange)
    {
        var (row, rows) = rowRange.GetOffsetAndLength(Rows);
        var (col, cols) = colRange.GetOffsetAndLength(Cols);
        return new Mat(this, new Rect(col, row, cols, rows));
    }

    public Mat Row(int y) => SubMat(y, y + 1, 0, Cols);
    public Mat Col(int x) => SubMat(0, Rows, x, x + 1);
    public Mat RowRange(int startRow, int endRow) => SubMat(startRow, endRow, 0, Cols);
    public Mat ColRange(int startCol, int endCol) => SubMat(0, Rows, startCol, endCol);

    public unsafe Mat Clone()
    {
        nint mat;
        Native.Check(Native.cvshim_mat_clone(Handle, &mat));
        GC.KeepAlive(this);
        return new Mat(mat);
    }

    public Mat Clone(Rect roi)
    {
        using var part = SubMat(roi);
        return part.Clone();
    }

    public void CopyTo(OutputArray m, InputArray? mask = null) => CopyTo(m.Mat, mask);

    public void CopyTo(Mat m, InputArray? mask = null) =>
        Checked(Native.cvshim_mat_copy_to(Handle, m.Handle, mask?.Mat.Handle ?? 0), m, mask);

    public void ConvertTo(OutputArray m, MatType rtype, double alpha = 1, double beta = 0) =>
        Checked(Native.cvshim_mat_convert_to(Handle, m.Mat.Handle, rtype.Value, alpha, beta), m, null);

    public Mat SetTo(Scalar value, Mat? mask = null)
    {
        Checked(Native.cvshim_mat_set_to(Handle, value, mask?.Handle ?? 0), mask, null);
        return this;
    }

    public unsafe Mat Reshape(int cn, int rows = 0)
    {
        nint mat;
        Native.Check(Native.cvshim_mat_reshape(Handle, cn, rows, &mat));
        GC.KeepAlive(this);
        return new Mat(mat);
    }

    public void Create(int rows, int cols, MatType type) => Checked(Native.cvshim_mat_create(Handle, rows, cols, type.Value), null, null);
    public void Create(Size size, MatType type) => Create(size.Height, size.Width, type);

    public Mat CvtColor(ColorConversionCodes code, int dstCn = 0) => Into(target => Cv2.CvtColor(this, target, code, dstCn));
    public Mat Flip(FlipMode flipCode) => Into(target => Cv2.Flip(this, target, flipCode));
    public Mat[] Split() => Cv2.Split(this);

    public Mat Resize(Size dsize, double fx = 0, double fy = 0, InterpolationFlags interpolation = InterpolationFlags.Linear) =>
        Into(target => Cv2.Resize(this, target, dsize, fx, fy, interpolation));

    public bool ImWrite(string fileName, params ImageEncodingParam[] prms) => Cv2.ImWrite(fileName, this, prms);
    public bool ImWrite(string fileName, int[]? prms = null) => Cv2.ImWrite(fileName, this, prms);
    public bool SaveImage(string fileName, params ImageEncodingParam[] prms) => Cv2.ImWrite(fileName, this, prms);

    public byte[] ImEncode(string ext = ".png", int[]? prms = null)
    {
        Cv2.ImEncode(ext, this, out var bytes, prms);
        return bytes;
    }

    public byte[] ImEncode(string ext = ".png", params ImageEncodingParam[] prms)
    {
        Cv2.ImEncode(ext, this, out var bytes, prms);
        return bytes;
    }

    public byte[] ToBytes(string ext = ".png", int[]? prms = null) => ImEncode(ext, prms);
    public byte[] ToBytes(string ext = ".png", params ImageEncodingParam[] prms) => ImEncode(ext, prms);

    private static Mat Into(Action<Mat> operation)
    {
        var target = new Mat();
        try
        {
            operation(target);
            return target;
        }
        catch
        {
            target.Dispose();
            throw;
        }
    }

    private static void Replace(Mat part, Mat value)
    {
        using (part)
            value.CopyTo(part);
    }

    private void Checked(int status, object? first, object? second)
    {
        GC.KeepAlive(this);
        GC.KeepAlive(first);
        GC.KeepAlive(second);
        Native.Check(status);
    }
}
