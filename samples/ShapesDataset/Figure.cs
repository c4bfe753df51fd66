namespace ShapesDataset;

/// <summary>How the inside of a figure is painted.</summary>
internal enum Fill
{
    Solid,
    Ring,
    Striped,
    Shaded,
}

/// <param name="Share">How much of the pixel is covered, above 0 up to 1.</param>
internal readonly record struct CoveredPixel(int X, int Y, double Share);

/// <summary>One shape in a picture: place, size, rotation, stretch and paint.</summary>
internal sealed class Figure
{
    private const int Samples = 3;

    private readonly Outline _outline;
    private readonly double _centerX,
        _centerY,
        _radius,
        _stretch,
        _sin,
        _cos,
        _detail;
    private readonly Fill _fill;
    private readonly Rgb _color,
        _second;

    public Figure(ShapeKind kind, PortableRandom random, Canvas canvas)
    {
        Kind = kind;
        _outline = new Outline(kind, random);
        // Small sizes as often as large ones, on a scale of doublings.
        _radius = 6.5 * PortableMath.Doubled(random.Between(0.0, 2.4));
        _centerX = random.Between(_radius * 0.6, canvas.Size - (_radius * 0.6));
        _centerY = random.Between(_radius * 0.6, canvas.Size - (_radius * 0.6));
        _stretch = random.Between(0.82, 1.0);
        (_sin, _cos) = PortableMath.SinCos(random.NextUnit());
        _fill = (Fill)random.Between(0, 3);
        _detail = random.Between(0.0, 1);
        _color = ColorAgainst(canvas.MeanAround(_centerX, _centerY, _radius), random);
        _second = Rgb.Mix(_color, Rgb.Random(random), random.Between(0.3, 0.8));
    }

    public ShapeKind Kind { get; }

    /// <summary>The pixels that the figure touches.</summary>
    public List<CoveredPixel> Coverage(int size)
    {
        var covered = new List<CoveredPixel>();
        for (var y = Math.Max(0, (int)(_centerY - _radius)); y <= Math.Min(size - 1, (int)(_centerY + _radius)); y++)
        {
            for (
                var x = Math.Max(0, (int)(_centerX - _radius));
                x <= Math.Min(size - 1, (int)(_centerX + _radius));
                x++
            )
            {
                var hits = 0;
                for (var i = 0; i < Samples * Samples; i++)
                {
                    var (u, v) = Local(x + (((i % Samples) + 0.5) / Samples), y + (((i / Samples) + 0.5) / Samples));
                    hits += _outline.Contains(u, v) ? 1 : 0;
                }

                if (hits > 0)
                    covered.Add(new CoveredPixel(x, y, hits / (double)(Samples * Samples)));
            }
        }

        return covered;
    }

    public void Draw(Canvas canvas, List<CoveredPixel> coverage)
    {
        foreach (var (x, y, share) in coverage)
        {
            var (u, v) = Local(x + 0.5, y + 0.5);
            var (color, opacity) = Paint(u, v);
            canvas[x, y] = Rgb.Mix(canvas[x, y], color, share * opacity);
        }
    }

    private (Rgb Color, double Opacity) Paint(double u, double v)
    {
        switch (_fill)
        {
            case Fill.Ring:
                // The middle of a ring shows what is behind it. At least two pixels of it are line.
                var inner = Math.Min(0.55 + (0.25 * _detail), 1 - (2.5 / _radius));
                return (_color, _outline.Contains(u / inner, v / inner) ? 0.12 : 1);
            case Fill.Striped:
                var stripe = u * (2 + (3 * _detail));
                return (stripe - Math.Floor(stripe) < 0.5 ? _color : _second, 1);
            case Fill.Shaded:
                return (Rgb.Mix(_color, _second, Math.Clamp((u + 1) / 2, 0, 1)), 1);
            default:
                return (_color, 1);
        }
    }

    private (double U, double V) Local(double x, double y)
    {
        var (dx, dy) = ((x - _centerX) / _radius, (y - _centerY) / _radius);
        return ((dx * _cos) + (dy * _sin), ((dy * _cos) - (dx * _sin)) / _stretch);
    }

    // Faint figures are part of the task, invisible ones are not.
    private static Rgb ColorAgainst(Rgb behind, PortableRandom random)
    {
        var least = random.Between(28.0, 70);
        var color = Rgb.Random(random);
        for (var i = 0; i < 40 && Rgb.Contrast(color, behind) < least; i++)
            color = Rgb.Random(random);
        return color;
    }
}
