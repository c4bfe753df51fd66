namespace ShapesDataset;

/// <summary>Paints what lies behind: blotches of two colours, sometimes a pattern, and strokes across.</summary>
internal static class Background
{
    public static void Paint(Canvas canvas, PortableRandom random)
    {
        var (dark, light) = (Rgb.Random(random), Rgb.Random(random));
        var (coarse, fine) = (
            new ValueNoise(random, random.Between(2, 5)),
            new ValueNoise(random, random.Between(8, 24))
        );
        var roughness = random.Between(0.1, 0.6);
        var pattern = random.Between(0, 3);
        var (sin, cos) = PortableMath.SinCos(random.NextUnit());
        var period = random.Between(5.0, 22);
        var depth = random.Between(8.0, 40);
        for (var y = 0; y < canvas.Size; y++)
        {
            for (var x = 0; x < canvas.Size; x++)
            {
                var (u, v) = (x / (double)canvas.Size, y / (double)canvas.Size);
                var color = Rgb.Mix(dark, light, ((1 - roughness) * coarse.At(u, v)) + (roughness * fine.At(u, v)));
                var shade =
                    Pattern(pattern, ((x * cos) + (y * sin)) / period, ((y * cos) - (x * sin)) / period) * depth;
                canvas[x, y] = new Rgb(color.R + shade, color.G + shade, color.B + shade);
            }
        }

        for (var i = random.Between(0, 6); i > 0; i--)
            Stroke(canvas, random);
    }

    // 0: none, 1: stripes, 2: checks, 3: dots. Between 0 and 1.
    private static double Pattern(int kind, double u, double v)
    {
        var (a, b) = (u - Math.Floor(u), v - Math.Floor(v));
        return kind switch
        {
            1 => a < 0.5 ? 1 : 0,
            2 => a < 0.5 == b < 0.5 ? 1 : 0,
            3 => ((a - 0.5) * (a - 0.5)) + ((b - 0.5) * (b - 0.5)) < 0.06 ? 1 : 0,
            _ => 0,
        };
    }

    private static void Stroke(Canvas canvas, PortableRandom random)
    {
        var color = Rgb.Random(random);
        var (x, y) = (random.Between(0.0, canvas.Size), random.Between(0.0, canvas.Size));
        var direction = random.NextUnit();
        var bend = random.Between(-0.004, 0.004);
        var width = random.Between(1, 3);
        for (var step = random.Between(30, 160); step > 0; step--)
        {
            var (sin, cos) = PortableMath.SinCos(direction);
            (x, y, direction) = (x + cos, y + sin, direction + bend);
            for (var i = 0; i < width * width; i++)
            {
                var (px, py) = ((int)x + (i % width), (int)y + (i / width));
                if (px >= 0 && py >= 0 && px < canvas.Size && py < canvas.Size)
                    canvas[px, py] = Rgb.Mix(canvas[px, py], color, 0.7);
            }
        }
    }
}
