namespace ShapesDataset;

/// <summary>A colour, each part 0 to 255.</summary>
internal readonly record struct Rgb(double R, double G, double B)
{
    public static Rgb Random(PortableRandom random) =>
        new(random.Between(0.0, 255), random.Between(0.0, 255), random.Between(0.0, 255));

    public static Rgb Mix(Rgb a, Rgb b, double share) =>
        new(a.R + ((b.R - a.R) * share), a.G + ((b.G - a.G) * share), a.B + ((b.B - a.B) * share));

    /// <summary>How far apart two colours look: the mean difference of their parts.</summary>
    public static double Contrast(Rgb a, Rgb b) =>
        (Math.Abs(a.R - b.R) + Math.Abs(a.G - b.G) + Math.Abs(a.B - b.B)) / 3;
}
