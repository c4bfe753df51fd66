namespace Pruning.Data;

/// <summary>Turns rows of blue-green-red triples into a network's planes: red, green, blue.</summary>
internal static class PlanarPixels
{
    /// <summary>Writes a letterboxed image.</summary>
    /// <param name="image">Of the letterbox's resized extent.</param>
    /// <param name="planes"><c>[3, H, W]</c> of the letterbox's target extent.</param>
    public static void WriteLetterboxed(BgrImage image, Letterbox letterbox, Span<byte> planes)
    {
        var (height, width) = (letterbox.Target.Height, letterbox.Target.Width);
        planes.Fill(Letterbox.PadValue);
        var plane = height * width;
        for (var y = 0; y < image.Size.Height; y++)
        {
            var row = image.Pixels.Slice(3 * y * image.Size.Width, 3 * image.Size.Width);
            var start = (letterbox.Top + y) * width + letterbox.Left;
            WriteRow(
                row,
                planes.Slice(start, image.Size.Width),
                planes.Slice(plane + start, image.Size.Width),
                planes.Slice(2 * plane + start, image.Size.Width)
            );
        }
    }

    /// <summary>Writes a whole image, mirrored where asked.</summary>
    public static void Write(BgrImage image, Span<byte> planes, bool leftRight, bool upsideDown)
    {
        var (height, width) = (image.Size.Height, image.Size.Width);
        var plane = height * width;
        for (var y = 0; y < height; y++)
        {
            var row = image.Pixels.Slice(3 * y * width, 3 * width);
            var start = (upsideDown ? height - 1 - y : y) * width;
            var red = planes.Slice(start, width);
            var green = planes.Slice(plane + start, width);
            var blue = planes.Slice(2 * plane + start, width);
            WriteRow(row, red, green, blue);
            if (!leftRight)
                continue;
            red.Reverse();
            green.Reverse();
            blue.Reverse();
        }
    }

    private static void WriteRow(ReadOnlySpan<byte> triples, Span<byte> red, Span<byte> green, Span<byte> blue)
    {
        // Equal lengths, known to the compiler, spare the bounds checks.
        green = green[..red.Length];
        blue = blue[..red.Length];
        for (var x = 0; x < red.Length; x++)
        {
            blue[x] = triples[3 * x];
            green[x] = triples[3 * x + 1];
            red[x] = triples[3 * x + 2];
        }
    }
}
