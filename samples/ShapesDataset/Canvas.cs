namespace ShapesDataset;

/// <summary>A square picture in floating point.</summary>
internal sealed class Canvas(int size)
{
    private readonly Rgb[] _pixels = new Rgb[size * size];

    public int Size => size;

    public ref Rgb this[int x, int y] => ref _pixels[(y * size) + x];

    /// <summary>The mean colour of a square region, clipped to the picture.</summary>
    public Rgb MeanAround(double centerX, double centerY, double radius)
    {
        double r = 0,
            g = 0,
            b = 0;
        var count = 0;
        for (var y = Math.Max(0, (int)(centerY - radius)); y < Math.Min(size, centerY + radius); y++)
        {
            for (var x = Math.Max(0, (int)(centerX - radius)); x < Math.Min(size, centerX + radius); x++)
            {
                var pixel = this[x, y];
                (r, g, b, count) = (r + pixel.R, g + pixel.G, b + pixel.B, count + 1);
            }
        }

        return count == 0 ? default : new Rgb(r / count, g / count, b / count);
    }

    /// <summary>A soft lens: each pixel becomes the mean of its neighbourhood of 3 by 3.</summary>
    public void Blur()
    {
        var source = (Rgb[])_pixels.Clone();
        for (var y = 1; y < size - 1; y++)
        {
            for (var x = 1; x < size - 1; x++)
            {
                double r = 0,
                    g = 0,
                    b = 0;
                for (var i = 0; i < 9; i++)
                {
                    var pixel = source[((y + (i / 3) - 1) * size) + x + (i % 3) - 1];
                    (r, g, b) = (r + pixel.R, g + pixel.G, b + pixel.B);
                }

                this[x, y] = new Rgb(r / 9, g / 9, b / 9);
            }
        }
    }

    /// <summary>Sensor noise and uneven light: darker or brighter towards one side.</summary>
    public void Expose(PortableRandom random, double noise, double slopeX, double slopeY)
    {
        for (var y = 0; y < size; y++)
        {
            for (var x = 0; x < size; x++)
            {
                var light = 1 + (slopeX * ((x / (double)size) - 0.5)) + (slopeY * ((y / (double)size) - 0.5));
                var grey = noise * random.NextBell();
                var p = this[x, y];
                this[x, y] = new Rgb(
                    (p.R * light) + grey + (noise / 2 * random.NextBell()),
                    (p.G * light) + grey + (noise / 2 * random.NextBell()),
                    (p.B * light) + grey + (noise / 2 * random.NextBell())
                );
            }
        }
    }

    /// <summary>Red, green, blue, row by row.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[_pixels.Length * 3];
        for (var i = 0; i < _pixels.Length; i++)
            (bytes[3 * i], bytes[(3 * i) + 1], bytes[(3 * i) + 2]) = (
                Round(_pixels[i].R),
                Round(_pixels[i].G),
                Round(_pixels[i].B)
            );
        return bytes;
    }

    private static byte Round(double value) => (byte)Math.Clamp(value + 0.5, 0, 255);
}
