namespace Pruning.Training;

/// <summary>
/// How many images a training step takes where nobody says: 16, unless that leaves a short training of few images too
/// few steps to learn from them. Forty images and 30 epochs are 90 steps of 16 images, and 150 of 8.
/// </summary>
public static class BatchSizeChoice
{
    /// <summary>What memory and speed are best at.</summary>
    public const int Usual = 16;

    /// <summary>BatchNorm needs a few images for its statistics.</summary>
    public const int Smallest = 4;

    /// <summary>What a training should have; docs/slimming.md has the figures.</summary>
    public const int FewestSteps = 100;

    /// <param name="images">To train on.</param>
    /// <returns>The largest of 16, 8 and 4 that makes enough steps, or 4.</returns>
    public static int For(int images, int epochs)
    {
        var size = Usual;
        while (epochs > 0 && size > Smallest && Steps(images, epochs, size) < FewestSteps)
            size /= 2;
        return size;
    }

    private static long Steps(int images, int epochs, int size) => (long)epochs * (((long)images + size - 1) / size);
}
