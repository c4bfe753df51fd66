namespace Pruning.Training;

/// <summary>
/// How many images a training step takes where nobody says: 16, unless that leaves a short training of few images too
/// few steps to learn from them. Forty images and 30 epochs are 90 steps of 16 images, and 150 of 8.
/// </summary>
public static class BatchSizeChoice
{
    /// <summary>What speed is best at.</summary>
    public const int Usual = 16;

    /// <summary>
    /// For few images and epochs. Fewer than these make still more steps, whose BatchNorm statistics are noisier: they
    /// brought nothing more.
    /// </summary>
    public const int Small = 8;

    /// <summary>What a training should have; docs/slimming.md has the figures.</summary>
    public const int FewestSteps = 100;

    /// <param name="images">To train on.</param>
    /// <param name="epochs">0 for no training.</param>
    public static int For(int images, int epochs) =>
        epochs > 0 && (long)epochs * (((long)images + Usual - 1) / Usual) < FewestSteps ? Small : Usual;
}
