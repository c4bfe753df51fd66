using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

[assembly: DisableRuntimeMarshalling]

namespace OpenCvSharp;

/// <summary>The functions of build/feed/native/opencv. Those that return int give zero, or OpenCV's error status.</summary>
internal static unsafe class Native
{
    private const string Library = "PruningOpenCv";

    [DllImport(Library)] public static extern byte* cvshim_error();
    [DllImport(Library)] public static extern byte* cvshim_version();
    [DllImport(Library)] public static extern void cvshim_set_num_threads(int count);
    [DllImport(Library)] public static extern int cvshim_get_num_threads();

    [DllImport(Library)] public static extern int cvshim_mat_new(nint* mat);
    [DllImport(Library)] public static extern int cvshim_mat_new_sized(int rows, int cols, int type, nint* mat);
    [DllImport(Library)] public static extern int cvshim_mat_new_filled(int rows, int cols, int type, Scalar value, nint* mat);
    [DllImport(Library)] public static extern int cvshim_mat_new_over(int rows, int cols, int type, nint data, nint step, nint* mat);
    [DllImport(Library)] public static extern int cvshim_mat_new_part(nint source, Rect part, nint* mat);
    [DllImport(Library)] public static extern void cvshim_mat_delete(nint mat);
    [DllImport(Library)] public static extern int cvshim_mat_create(nint mat, int rows, int cols, int type);
    [DllImport(Library)] public static extern int cvshim_mat_clone(nint source, nint* mat);
    [DllImport(Library)] public static extern int cvshim_mat_copy_to(nint source, nint target, nint mask);
    [DllImport(Library)] public static extern int cvshim_mat_convert_to(nint source, nint target, int type, double alpha, double beta);
    [DllImport(Library)] public static extern int cvshim_mat_set_to(nint mat, Scalar value, nint mask);
    [DllImport(Library)] public static extern int cvshim_mat_reshape(nint source, int channels, int rows, nint* mat);
    [DllImport(Library), SuppressGCTransition] public static extern int cvshim_mat_rows(nint mat);
    [DllImport(Library), SuppressGCTransition] public static extern int cvshim_mat_cols(nint mat);
    [DllImport(Library), SuppressGCTransition] public static extern int cvshim_mat_dims(nint mat);
    [DllImport(Library), SuppressGCTransition] public static extern int cvshim_mat_type(nint mat);
    [DllImport(Library), SuppressGCTransition] public static extern long cvshim_mat_step(nint mat);
    [DllImport(Library), SuppressGCTransition] public static extern long cvshim_mat_elem_size(nint mat);
    [DllImport(Library), SuppressGCTransition] public static extern long cvshim_mat_elem_size1(nint mat);
    [DllImport(Library), SuppressGCTransition] public static extern long cvshim_mat_total(nint mat);
    [DllImport(Library), SuppressGCTransition] public static extern int cvshim_mat_is_continuous(nint mat);
    [DllImport(Library), SuppressGCTransition] public static extern int cvshim_mat_is_submatrix(nint mat);
    [DllImport(Library), SuppressGCTransition] public static extern int cvshim_mat_empty(nint mat);
    [DllImport(Library), SuppressGCTransition] public static extern byte* cvshim_mat_data(nint mat);

    [DllImport(Library)] public static extern int cvshim_split(nint mat, nint* planes);
    [DllImport(Library)] public static extern int cvshim_merge(nint* planes, int count, nint target);
    [DllImport(Library)] public static extern int cvshim_lut(nint source, nint table, nint target);
    [DllImport(Library)] public static extern int cvshim_flip(nint source, nint target, int code);
    [DllImport(Library)] public static extern int cvshim_rotate(nint source, nint target, int code);
    [DllImport(Library)] public static extern int cvshim_transpose(nint source, nint target);
    [DllImport(Library)] public static extern int cvshim_copy_make_border(nint source, nint target, int top, int bottom, int left, int right, int type, Scalar value);
    [DllImport(Library)] public static extern int cvshim_add_weighted(nint a, double alpha, nint b, double beta, double gamma, nint target, int type);
    [DllImport(Library)] public static extern int cvshim_absdiff(nint a, nint b, nint target);
    [DllImport(Library)] public static extern int cvshim_add(nint a, nint b, nint target, nint mask, int type);
    [DllImport(Library)] public static extern int cvshim_bitwise_not(nint source, nint target, nint mask);
    [DllImport(Library)] public static extern int cvshim_mean(nint source, nint mask, Scalar* mean);
    [DllImport(Library)] public static extern int cvshim_randn(nint target, Scalar mean, Scalar deviation);
    [DllImport(Library)] public static extern int cvshim_randu(nint target, Scalar low, Scalar high);

    [DllImport(Library)] public static extern int cvshim_imread(byte* path, int flags, nint* mat);
    [DllImport(Library)] public static extern int cvshim_imdecode(byte* bytes, int count, int flags, nint* mat);
    [DllImport(Library)] public static extern int cvshim_imwrite(byte* path, nint mat, int* values, int count, int* written);
    [DllImport(Library)] public static extern int cvshim_imencode(byte* extension, nint mat, int* values, int count, nint* buffer, byte** bytes, long* size, int* encoded);
    [DllImport(Library)] public static extern void cvshim_bytes_free(nint buffer);
    [DllImport(Library)] public static extern int cvshim_resize(nint source, nint target, Size size, double fx, double fy, int interpolation);
    [DllImport(Library)] public static extern int cvshim_warp_affine(nint source, nint target, nint matrix, Size size, int flags, int border, Scalar value);
    [DllImport(Library)] public static extern int cvshim_warp_perspective(nint source, nint target, nint matrix, Size size, int flags, int border, Scalar value);
    [DllImport(Library)] public static extern int cvshim_rotation_matrix(float x, float y, double angle, double scale, nint* mat);
    [DllImport(Library)] public static extern int cvshim_affine_transform(Point2f* from, Point2f* to, nint* mat);
    [DllImport(Library)] public static extern int cvshim_perspective_transform(Point2f* from, Point2f* to, nint* mat);
    [DllImport(Library)] public static extern int cvshim_cvt_color(nint source, nint target, int code, int channels);
    [DllImport(Library)] public static extern int cvshim_gaussian_blur(nint source, nint target, Size size, double sigmaX, double sigmaY, int border);
    [DllImport(Library)] public static extern int cvshim_blur(nint source, nint target, Size size, Point anchor, int border);
    [DllImport(Library)] public static extern int cvshim_median_blur(nint source, nint target, int size);
    [DllImport(Library)] public static extern int cvshim_equalize_hist(nint source, nint target);

    [DllImport(Library)] public static extern int cvshim_rectangle(nint image, Rect box, Scalar color, int thickness, int line, int shift);
    [DllImport(Library)] public static extern int cvshim_rectangle_corners(nint image, Point a, Point b, Scalar color, int thickness, int line, int shift);
    [DllImport(Library)] public static extern int cvshim_line(nint image, Point a, Point b, Scalar color, int thickness, int line, int shift);
    [DllImport(Library)] public static extern int cvshim_circle(nint image, Point center, int radius, Scalar color, int thickness, int line, int shift);
    [DllImport(Library)] public static extern int cvshim_ellipse(nint image, Point center, Size axes, double angle, double start, double end, Scalar color, int thickness, int line, int shift);
    [DllImport(Library)] public static extern int cvshim_fill_convex_poly(nint image, Point* points, int count, Scalar color, int line, int shift);
    [DllImport(Library)] public static extern int cvshim_fill_poly(nint image, Point** contours, int* counts, int contourCount, Scalar color, int line, int shift, Point offset);
    [DllImport(Library)] public static extern int cvshim_put_text(nint image, byte* text, Point origin, int font, double scale, Scalar color, int thickness, int line, int bottomLeft);
    [DllImport(Library)] public static extern int cvshim_get_text_size(byte* text, int font, double scale, int thickness, int* baseLine, Size* size);

    public static void Check(int status)
    {
        if (status != 0)
            throw new OpenCVException(Marshal.PtrToStringUTF8((nint)cvshim_error())!);
    }
}

public class OpenCvSharpException : Exception
{
    public OpenCvSharpException() { }
    public OpenCvSharpException(string message) : base(message) { }
    public OpenCvSharpException(string message, Exception innerException) : base(message, innerException) { }
}

/// <summary>OpenCV refused: its own message.</summary>
public class OpenCVException : Exception
{
    public OpenCVException() { }
    public OpenCVException(string message) : base(message) { }
    public OpenCVException(string message, Exception innerException) : base(message, innerException) { }

    public string ErrMsg => Message;
}
