using Pruning.Graphs;
using Pruning.Pipeline.Options;
using Pruning.Pruners;
using Pruning.Pruners.Reconstruction;
using Pruning.Training;

namespace Pruning.Pipeline.Prune;

/// <summary>
/// Brings back what a cut hides, as far as that takes no labels: weights are fitted to what the network gave before,
/// then learn to give it, then BatchNorm statistics are measured again, all on the same images.
/// </summary>
/// <param name="images">In the size in which the cut network sees them.</param>
/// <param name="rounds">Cuts that share the steps of imitation.</param>
public sealed class AccuracyRecovery(RecoveryOptions options, CalibrationImages images, int rounds = 1)
{
    // Enough images for statistics, few enough to take seconds.
    private const int CalibrationBatches = 32;

    /// <summary>As a cut is recovered from.</summary>
    /// <param name="prune">With <see cref="PruneOptions.Recovery"/>.</param>
    public static AccuracyRecovery For(PruneOptions prune, StageInputs inputs) =>
        new(
            prune.Recovery!,
            new CalibrationImages(inputs, prune.Recovery!.Images, prune.NetworkSize),
            prune.Round.Count
        );

    /// <summary>What the result depends on beside the options.</summary>
    internal IEnumerable<StageInput> Reads =>
        [.. images.Reads, .. options.Imitates ? [images.Inputs.UnlabeledImages] : Array.Empty<StageInput>()];

    /// <summary>The same where the network sees pictures in another size.</summary>
    /// <param name="pixels">Side.</param>
    public AccuracyRecovery At(int pixels) => new(options, images with { ImageSize = pixels }, rounds);

    /// <param name="network">Before the cut.</param>
    /// <param name="channels">Which channels stayed; null where all of them did.</param>
    public Network Run(Network network, Network cut, PrunePlan? channels, RecoveryWork work)
    {
        // What a training has led to zero, or what went before it, is no loss: the network computes what it did, and
        // its statistics hold. Measured anew, on a few augmented batches, they would cost: docs/importance.md has the
        // figures.
        if (channels is not null && ZeroPadding.IsSilent(network, cut, channels))
            return cut;
        var isFitted = options.Reconstruct && channels is not null;
        if (isFitted)
        {
            work.Report("fitting weights to the whole network", null);
            var batches = WeightReconstruction.AffordableBatches(network, images.Options.BatchSize, images.ImageSize);
            cut = WeightReconstruction.Run(
                network,
                cut,
                channels!,
                images.Take(batches),
                images.Execution,
                work.Cancellation
            );
        }

        if (!cut.Graph.HasNorms)
            return cut;
        if (isFitted && options.Imitation(images.Inputs.Dataset, rounds) is { Steps: > 0 } imitation)
            cut = new ImitationRun(images, imitation, work).Run(network, cut, channels!);
        work.Report("measuring BatchNorm statistics", null);
        return BatchNormCalibration.Recalibrate(
            cut,
            images.Take(CalibrationBatches),
            images.Execution,
            work.Cancellation
        );
    }
}
