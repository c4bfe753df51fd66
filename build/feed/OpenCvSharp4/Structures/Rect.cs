namespace OpenCvSharp;

public record struct Rect(int X, int Y, int Width, int Height)
{
    public int X = X;
    public int Y = Y;
    public int Width = Width;
    public int Height = Height;

    public Rect(Point location, Size size) : this(location.X, location.Y, size.Width, size.Height) { }

    public static Rect FromLTRB(int left, int top, int right, int bottom) => new(left, top, right - left, bottom - top);

    public int Top { readonly get => Y; set => Y = value; }
    public int Left { readonly get => X; set => X = value; }
    public readonly int Bottom => Y + Height;
    public readonly int Right => X + Width;
    public readonly Point Location => new(X, Y);
    public readonly Size Size => new(Width, Height);
    public readonly Point TopLeft => new(X, Y);
    public readonly Point BottomRight => new(X + Width, Y + Height);

    public readonly bool Contains(int x, int y) => X <= x && Y <= y && X + Width > x && Y + Height > y;
    public readonly bool Contains(Point pt) => Contains(pt.X, pt.Y);

    public static Rect Intersect(Rect a, Rect b)
    {
        int left = Math.Max(a.X, b.X), top = Math.Max(a.Y, b.Y);
        int right = Math.Min(a.Right, b.Right), bottom = Math.Min(a.Bottom, b.Bottom);
        return right >= left && bottom >= top ? FromLTRB(left, top, right, bottom) : default;
    }

    public readonly Rect Intersect(Rect rect) => Intersect(this, rect);
    public static Rect operator &(Rect a, Rect b) => Intersect(a, b);
}

/// <summary>A half-open range of rows or columns.</summary>
public readonly record struct Range(int Start, int End)
{
    public readonly int Start = Start;
    public readonly int End = End;

    public static Range All => new(int.MinValue, int.MaxValue);
}
