using System.Runtime.InteropServices;

namespace OpenCvSharp;

public static unsafe partial class Cv2
{
    public static void Rectangle(InputOutputArray img, Rect rect, Scalar color, int thickness = 1, LineTypes lineType = LineTypes.Link8, int shift = 0) =>
        Checked(Native.cvshim_rectangle(Out(img), rect, color, thickness, (int)lineType, shift), img);

    public static void Rectangle(InputOutputArray img, Point pt1, Point pt2, Scalar color, int thickness = 1, LineTypes lineType = LineTypes.Link8, int shift = 0) =>
        Checked(Native.cvshim_rectangle_corners(Out(img), pt1, pt2, color, thickness, (int)lineType, shift), img);

    public static void Rectangle(Mat img, Rect rect, Scalar color, int thickness = 1, LineTypes lineType = LineTypes.Link8, int shift = 0) =>
        Rectangle((InputOutputArray)img, rect, color, thickness, lineType, shift);

    public static void Rectangle(Mat img, Point pt1, Point pt2, Scalar color, int thickness = 1, LineTypes lineType = LineTypes.Link8, int shift = 0) =>
        Rectangle((InputOutputArray)img, pt1, pt2, color, thickness, lineType, shift);

    public static void Line(InputOutputArray img, Point pt1, Point pt2, Scalar color, int thickness = 1, LineTypes lineType = LineTypes.Link8, int shift = 0) =>
        Checked(Native.cvshim_line(Out(img), pt1, pt2, color, thickness, (int)lineType, shift), img);

    public static void Line(InputOutputArray img, int pt1X, int pt1Y, int pt2X, int pt2Y, Scalar color, int thickness = 1, LineTypes lineType = LineTypes.Link8, int shift = 0) =>
        Line(img, new Point(pt1X, pt1Y), new Point(pt2X, pt2Y), color, thickness, lineType, shift);

    public static void Circle(InputOutputArray img, Point center, int radius, Scalar color, int thickness = 1, LineTypes lineType = LineTypes.Link8, int shift = 0) =>
        Checked(Native.cvshim_circle(Out(img), center, radius, color, thickness, (int)lineType, shift), img);

    public static void Circle(InputOutputArray img, int centerX, int centerY, int radius, Scalar color, int thickness = 1, LineTypes lineType = LineTypes.Link8, int shift = 0) =>
        Circle(img, new Point(centerX, centerY), radius, color, thickness, lineType, shift);

    public static void Ellipse(InputOutputArray img, Point center, Size axes, double angle, double startAngle, double endAngle, Scalar color, int thickness = 1, LineTypes lineType = LineTypes.Link8, int shift = 0) =>
        Checked(Native.cvshim_ellipse(Out(img), center, axes, angle, startAngle, endAngle, color, thickness, (int)lineType, shift), img);

    public static void FillConvexPoly(Mat img, IEnumerable<Point> pts, Scalar color, LineTypes lineType = LineTypes.Link8, int shift = 0)
    {
        var points = pts.ToArray();
        fixed (Point* pointer = points)
            Native.Check(Native.cvshim_fill_convex_poly(img.Handle, pointer, points.Length, color, (int)lineType, shift));
        GC.KeepAlive(img);
    }

    public static void FillPoly(Mat img, IEnumerable<IEnumerable<Point>> pts, Scalar color, LineTypes lineType = LineTypes.Link8, int shift = 0, Point? offset = null)
    {
        var pinned = pts.Select(contour => contour.ToArray()).Select(points => (points.Length, Handle: GCHandle.Alloc(points, GCHandleType.Pinned))).ToArray();
        try
        {
            var contours = stackalloc Point*[Math.Max(pinned.Length, 1)];
            var counts = stackalloc int[Math.Max(pinned.Length, 1)];
            for (var i = 0; i < pinned.Length; i++)
            {
                contours[i] = (Point*)pinned[i].Handle.AddrOfPinnedObject();
                counts[i] = pinned[i].Length;
            }

            Native.Check(Native.cvshim_fill_poly(img.Handle, contours, counts, pinned.Length, color, (int)lineType, shift, offset ?? default));
        }
        finally
        {
            foreach (var (_, handle) in pinned)
                handle.Free();
            GC.KeepAlive(img);
        }
    }

    public static void PutText(InputOutputArray img, string text, Point org, HersheyFonts fontFace, double fontScale, Scalar color, int thickness = 1, LineTypes lineType = LineTypes.Link8, bool bottomLeftOrigin = false)
    {
        fixed (byte* pointer = Text(text))
            Checked(Native.cvshim_put_text(Out(img), pointer, org, (int)fontFace, fontScale, color, thickness, (int)lineType, bottomLeftOrigin ? 1 : 0), img);
    }

    public static Size GetTextSize(string text, HersheyFonts fontFace, double fontScale, int thickness, out int baseLine)
    {
        Size size;
        int below;
        fixed (byte* pointer = Text(text))
            Native.Check(Native.cvshim_get_text_size(pointer, (int)fontFace, fontScale, thickness, &below, &size));
        baseLine = below;
        return size;
    }
}
