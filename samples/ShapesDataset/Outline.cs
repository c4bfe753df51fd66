namespace ShapesDataset;

/// <summary>The border of a shape of radius 1 around the origin.</summary>
internal sealed class Outline
{
    private readonly ShapeKind _kind;
    private readonly (double X, double Y)[] _corners;

    public Outline(ShapeKind kind, PortableRandom random)
    {
        _kind = kind;
        _corners = kind switch
        {
            ShapeKind.Square => Ring(4, 1),
            ShapeKind.Triangle => Ring(3, 1),
            ShapeKind.Pentagon => Ring(5, 1),
            ShapeKind.Star => Ring(10, random.Between(0.38, 0.52)),
            ShapeKind.Bar => Rectangle(1, random.Between(0.2, 0.4)),
            ShapeKind.Cross => Cross(random.Between(0.22, 0.36)),
            _ => [],
        };
    }

    public static IReadOnlyList<string> ClassNames { get; } = ["circle", "square", "triangle", "star"];

    public bool Contains(double x, double y) =>
        _kind switch
        {
            ShapeKind.Circle => (x * x) + (y * y) <= 1,
            ShapeKind.Ellipse => (x * x) + (y * y * 6) <= 1,
            _ => Inside(x, y),
        };

    // Even-odd rule: how many edges does a ray to the right cross?
    private bool Inside(double x, double y)
    {
        var inside = false;
        for (int i = 0, j = _corners.Length - 1; i < _corners.Length; j = i++)
        {
            var (a, b) = (_corners[i], _corners[j]);
            if (a.Y > y != b.Y > y && x < ((b.X - a.X) * (y - a.Y) / (b.Y - a.Y)) + a.X)
                inside = !inside;
        }

        return inside;
    }

    // Corners on a circle; every second one at another radius.
    private static (double X, double Y)[] Ring(int corners, double innerRadius) =>
        [
            .. Enumerable
                .Range(0, corners)
                .Select(i =>
                {
                    var radius = i % 2 == 0 || corners < 10 ? 1 : innerRadius;
                    var (sin, cos) = PortableMath.SinCos(i / (double)corners);
                    return (radius * cos, radius * sin);
                }),
        ];

    private static (double X, double Y)[] Rectangle(double halfWidth, double halfHeight) =>
        [(-halfWidth, -halfHeight), (halfWidth, -halfHeight), (halfWidth, halfHeight), (-halfWidth, halfHeight)];

    private static (double X, double Y)[] Cross(double arm) =>
        [
            (-1, -arm),
            (-arm, -arm),
            (-arm, -1),
            (arm, -1),
            (arm, -arm),
            (1, -arm),
            (1, arm),
            (arm, arm),
            (arm, 1),
            (-arm, 1),
            (-arm, arm),
            (-1, arm),
        ];
}
