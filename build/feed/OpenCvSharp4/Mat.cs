using System.Runtime.InteropServices;

namespace OpenCvSharp;

/// <summary>A matrix of pixels. A part of a matrix shares its memory.</summary>
public partial class Mat : IDisposable
{
    private nint _handle;
    private GCHandle _pinned;

    internal Mat(nint handle) => _handle = handle;

    public unsafe Mat() => _handle = Made(&Empty);

    public unsafe Mat(int rows, int cols, MatType type)
    {
        nint mat;
        Native.Check(Native.cvshim_mat_new_sized(rows, cols, type.Value, &mat));
        _handle = mat;
    }

    public Mat(Size size, MatType type) : this(size.Height, size.Width, type) { }

    public unsafe Mat(int rows, int cols, MatType type, Scalar s)
    {
        nint mat;
        Native.Check(Native.cvshim_mat_new_filled(rows, cols, type.Value, s, &mat));
        _handle = mat;
    }

    public Mat(Size size, MatType type, Scalar s) : this(size.Height, size.Width, type, s) { }

    public Mat(string fileName, ImreadModes flags = ImreadModes.Color)
    {
        using var read = Cv2.ImRead(fileName, flags);
        _handle = read.Taken();
    }

    public unsafe Mat(Mat m, Rect roi)
    {
        nint mat;
        Native.Check(Native.cvshim_mat_new_part(m.Handle, roi, &mat));
        GC.KeepAlive(m);
        _handle = mat;
    }

    ~Mat() => Dispose(false);

    internal nint Handle => _handle != 0 ? _handle : throw new ObjectDisposedException(GetType().Name);

    public IntPtr CvPtr => Handle;
    public bool IsDisposed => _handle == 0;

    /// <summary>Over memory that the caller keeps alive. A step of 0 means that rows follow one another.</summary>
    public static unsafe Mat FromPixelData(int rows, int cols, MatType type, IntPtr data, long step = 0)
    {
        nint mat;
        Native.Check(Native.cvshim_mat_new_over(rows, cols, type.Value, data, (nint)step, &mat));
        return new Mat(mat);
    }

    /// <summary>Over an array, which stays pinned until the matrix is disposed.</summary>
    public static Mat FromPixelData(int rows, int cols, MatType type, Array data, long step = 0)
    {
        var pinned = GCHandle.Alloc(data, GCHandleType.Pinned);
        try
        {
            var mat = FromPixelData(rows, cols, type, pinned.AddrOfPinnedObject(), step);
            mat._pinned = pinned;
            return mat;
        }
        catch (OpenCVException)
        {
            pinned.Free();
            throw;
        }
    }

    public static Mat ImDecode(byte[] imageBytes, ImreadModes mode = ImreadModes.Color) => Cv2.ImDecode(imageBytes, mode);
    public static Mat ImDecode(ReadOnlySpan<byte> span, ImreadModes mode = ImreadModes.Color) => Cv2.ImDecode(span, mode);
    public static Mat FromImageData(byte[] imageBytes, ImreadModes mode = ImreadModes.Color) => Cv2.ImDecode(imageBytes, mode);
    public static Mat FromImageData(ReadOnlySpan<byte> span, ImreadModes mode = ImreadModes.Color) => Cv2.ImDecode(span, mode);

    public static Mat FromStream(Stream stream, ImreadModes mode)
    {
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return Cv2.ImDecode(memory.ToArray(), mode);
    }

    public void Release() => Dispose();

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        var released = Interlocked.Exchange(ref _handle, 0);
        if (released != 0)
            Native.cvshim_mat_delete(released);
        if (_pinned.IsAllocated)
            _pinned.Free();
    }

    internal static unsafe nint Made(delegate*<nint*, int> make)
    {
        nint mat;
        Native.Check(make(&mat));
        return mat;
    }

    private static unsafe int Empty(nint* mat) => Native.cvshim_mat_new(mat);

    private nint Taken() => Interlocked.Exchange(ref _handle, 0);
}
