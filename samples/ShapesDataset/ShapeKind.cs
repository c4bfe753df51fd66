namespace ShapesDataset;

/// <summary>What can be drawn. The first four are the classes to detect; the others only look like them.</summary>
internal enum ShapeKind
{
    Circle,
    Square,
    Triangle,
    Star,
    Ellipse,
    Bar,
    Pentagon,
    Cross,
}
