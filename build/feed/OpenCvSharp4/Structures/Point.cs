namespace OpenCvSharp;

public record struct Point(int X, int Y)
{
    public int X = X;
    public int Y = Y;

    public Point(double x, double y) : this((int)x, (int)y) { }

    public static Point operator +(Point p1, Point p2) => new(p1.X + p2.X, p1.Y + p2.Y);
    public static Point operator -(Point p1, Point p2) => new(p1.X - p2.X, p1.Y - p2.Y);
}

public record struct Point2f(float X, float Y)
{
    public float X = X;
    public float Y = Y;

    public static explicit operator Point(Point2f self) => new((int)self.X, (int)self.Y);
    public static implicit operator Point2f(Point point) => new(point.X, point.Y);
    public static Point2f operator +(Point2f p1, Point2f p2) => new(p1.X + p2.X, p1.Y + p2.Y);
    public static Point2f operator -(Point2f p1, Point2f p2) => new(p1.X - p2.X, p1.Y - p2.Y);
}
