using System.Runtime.InteropServices;
using System.Text;

namespace OpenCvSharp;

/// <summary>OpenCV's functions.</summary>
public static unsafe partial class Cv2
{
    /// <summary>An empty matrix when the file is absent or is not an image that OpenCV reads.</summary>
    public static Mat ImRead(string fileName, ImreadModes flags = ImreadModes.Color)
    {
        nint mat;
        fixed (byte* path = Text(fileName))
            Native.Check(Native.cvshim_imread(path, (int)flags, &mat));
        return new Mat(mat);
    }

    public static Mat ImDecode(ReadOnlySpan<byte> span, ImreadModes flags)
    {
        if (span.IsEmpty)
            throw new ArgumentException("Empty span", nameof(span));
        nint mat;
        fixed (byte* bytes = span)
            Native.Check(Native.cvshim_imdecode(bytes, span.Length, (int)flags, &mat));
        return new Mat(mat);
    }

    public static Mat ImDecode(byte[] buf, ImreadModes flags) => ImDecode((ReadOnlySpan<byte>)buf, flags);
    public static Mat ImDecode(Mat buf, ImreadModes flags) => ImDecode(buf.AsSpan<byte>(), flags);

    public static bool ImWrite(string fileName, Mat img, int[]? prms = null)
    {
        int written;
        fixed (byte* path = Text(fileName))
        fixed (int* values = prms)
            Native.Check(Native.cvshim_imwrite(path, img.Handle, values, prms?.Length ?? 0, &written));
        GC.KeepAlive(img);
        return written != 0;
    }

    public static bool ImWrite(string fileName, Mat img, params ImageEncodingParam[] prms) => ImWrite(fileName, img, Flat(prms));

    /// <param name="ext">The file name extension of the format, with its dot.</param>
    /// <param name="img">The picture.</param>
    /// <param name="buf">The encoded file.</param>
    /// <param name="prms">Pairs of an <see cref="ImwriteFlags"/> and a value.</param>
    public static bool ImEncode(string ext, InputArray img, out byte[] buf, int[]? prms = null)
    {
        nint buffer;
        byte* bytes;
        long size;
        int encoded;
        fixed (byte* extension = Text(ext))
        fixed (int* values = prms)
            Native.Check(Native.cvshim_imencode(extension, img.Mat.Handle, values, prms?.Length ?? 0, &buffer, &bytes, &size, &encoded));
        GC.KeepAlive(img);
        buf = new ReadOnlySpan<byte>(bytes, checked((int)size)).ToArray();
        Native.cvshim_bytes_free(buffer);
        return encoded != 0;
    }

    public static void ImEncode(string ext, InputArray img, out byte[] buf, params ImageEncodingParam[] prms) => ImEncode(ext, img, out buf, Flat(prms));

    public static string? GetVersionString() => Marshal.PtrToStringUTF8((nint)Native.cvshim_version());
    public static void SetNumThreads(int nThreads) => Native.cvshim_set_num_threads(nThreads);
    public static int GetNumThreads() => Native.cvshim_get_num_threads();

    private static int[] Flat(ImageEncodingParam[] parameters) => [.. parameters.SelectMany(p => new[] { (int)p.EncodingId, p.Value })];

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text + '\0');
}
