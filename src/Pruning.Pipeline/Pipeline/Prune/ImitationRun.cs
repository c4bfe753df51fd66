using System.Globalization;
using System.Text.Json;
using Pruning.Diagnostics;
using Pruning.Graphs;
using Pruning.Pruners;
using Pruning.Pruners.Reconstruction.Imitation;
using Pruning.Training;
using Pruning.Training.Sparsity;

namespace Pruning.Pipeline.Prune;

/// <summary>
/// Runs a <see cref="NetworkImitation"/> on training images, and keeps what it has reached, so that one that was
/// stopped goes on in the same bits.
/// </summary>
/// <param name="images">Varied as the whole network's training varies them; those without labels are taken in.</param>
internal sealed class ImitationRun(CalibrationImages images, ImitationOptions options, RecoveryWork work)
{
    private const string FileName = "imitation.checkpoint";
    private const int WeighingBatches = 4;

    // As long as a short epoch: what a kill may cost.
    private const int StepsBetweenCheckpoints = 10;

    private readonly string? _checkpoint = work.Folder is { } folder ? Path.Combine(folder, FileName) : null;

    /// <param name="whole">Before the cut.</param>
    /// <param name="cut">What <see cref="Surgery"/> made of it by <paramref name="plan"/>, weights fitted.</param>
    /// <exception cref="PruneException">PRUNE3001: the numbers went bad.</exception>
    /// <exception cref="OperationCanceledException">Stopped between two steps; the last checkpoint is kept.</exception>
    public Network Run(Network whole, Network cut, PrunePlan plan)
    {
        var precision = TrainingPrecision.Choose(
            cut,
            options.Precision,
            images.Inputs.Execution,
            images.Options.BatchSize,
            images.ImageSize,
            work.Folder,
            work.Note,
            work.Cancellation
        );
        var loss = new DetectionLoss(
            whole.Graph.Detect!,
            images.Inputs.Hyperparameters,
            images.ImageSize,
            images.Execution.Device.ToTorch()
        );
        using var imitation = new NetworkImitation(
            whole,
            cut,
            plan,
            options,
            loss,
            images.Take(WeighingBatches),
            images.Inputs.Execution with
            {
                Precision = precision,
            }
        );
        var key = TrainingKey.Compute([whole, cut], JsonSerializer.Serialize(options with { Precision = precision }));
        Resume(imitation, key);
        foreach (var batch in images.WithUnlabeled.Take(options.Steps - imitation.Steps, imitation.Steps))
        {
            using (batch)
            {
                work.Cancellation.ThrowIfCancellationRequested();
                var (maps, output) = imitation.Step(batch);
                RequireFinite(maps + output, imitation.Steps);
                work.Report(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"imitating the whole network: step {imitation.Steps}/{options.Steps}, maps "
                            + $"{maps:0.000}, output {output:0.0000}"
                    ),
                    (double)imitation.Steps / options.Steps
                );
            }

            if (imitation.Steps % StepsBetweenCheckpoints == 0 || imitation.Steps == options.Steps)
                Keep(imitation, key);
        }

        return imitation.ToNetwork();
    }

    private void Keep(NetworkImitation imitation, string key)
    {
        if (_checkpoint is null)
            return;
        Directory.CreateDirectory(work.Folder!);
        new TrainingCheckpoint(
            new TrainingPosition(key, 0, -1, imitation.Steps, 0, 0, null, [], PenaltyState.Start, [], WatchState.Start),
            [.. imitation.Save()]
        ).Save(_checkpoint);
    }

    private void Resume(NetworkImitation imitation, string key)
    {
        if (!File.Exists(_checkpoint))
            return;
        try
        {
            var checkpoint = TrainingCheckpoint.Load(_checkpoint);
            if (checkpoint.Position.Key == key)
                imitation.Restore(
                    checkpoint.Position.Steps,
                    checkpoint.Section("weights/"),
                    checkpoint.Section("momentum/")
                );
        }
        catch (InvalidDataException failure)
        {
            work.Diagnostics?.Report(
                PruneDiagnostic.Of(
                    Codes.CheckpointNotResumed,
                    $"The checkpoint '{_checkpoint}' is not used: {failure.Message}. Imitating the whole network "
                        + $"starts over, which costs time and changes nothing else.",
                    new SourceLocation(_checkpoint)
                )
            );
        }
    }

    private static void RequireFinite(double distance, int step)
    {
        if (!double.IsFinite(distance))
            throw new PruneException(
                Codes.TrainingDiverged,
                $"What the cut network gives is not a number after {step} steps of imitating the whole one, so "
                    + $"nothing can be learnt from it. Set ImitationSteps to 0 to go without, or start from an earlier "
                    + $"checkpoint: the whole network's weights may be far too large."
            );
    }
}
