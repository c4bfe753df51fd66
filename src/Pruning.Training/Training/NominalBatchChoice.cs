namespace Pruning.Training;

/// <summary>
/// How many images an optimiser step takes where nobody says: YOLOv5's 64, unless that leaves a short training too few
/// steps to get anywhere. With 200 images and 15 epochs 64 makes 70 steps, most of them warm-up.
/// </summary>
public static class NominalBatchChoice
{
    /// <summary>What learning rates and weight decay are tuned to.</summary>
    public const int Usual = 64;

    /// <summary>What a training should have of optimiser steps.</summary>
    public const int FewestSteps = 1000;

    /// <param name="batchesPerEpoch">Of <paramref name="batchSize"/> images.</param>
    /// <returns>A multiple of <paramref name="batchSize"/> below 64, or 64.</returns>
    public static int For(int batchesPerEpoch, int epochs, int batchSize)
    {
        var affordable = (long)batchesPerEpoch * epochs / FewestSteps * batchSize;
        return (int)Math.Min(Usual, Math.Max(affordable, batchSize));
    }
}
