using System.Globalization;
using Pruning.Diagnostics;
using Pruning.Training.Distilling;

namespace Pruning.Training;

/// <summary>
/// Sees when a training's numbers go bad: not finite, far above their own history for many steps in a row, or those of
/// a model that has died. Each stops the training with its code, before the checkpoint of the last finished epoch is
/// replaced.
/// </summary>
internal sealed class TrainingWatch(Hyperparameters hyperparameters, double gradientLimit)
{
    // So much above the usual, so many times in a row. One bad batch, or one clipped step, is no explosion.
    private const double WildLoss = 100;
    private const double WildNorm = 1000;
    private const int Sustained = 20;
    private const int BlindLimit = 3;
    private const int SilentEpochs = 10;
    private const double Learnt = 0.01;

    public WatchState State { get; set; } = WatchState.Start;

    /// <param name="place">Epoch and batch, for the message.</param>
    /// <exception cref="PruneException">PRUNE3001: not finite. PRUNE3008: far too large for long.</exception>
    public void SeeLoss(LossValues losses, string place)
    {
        if (!double.IsFinite(losses.Sum))
            throw Stop(
                Codes.TrainingDiverged,
                place,
                Text(
                    $"the losses are {losses.Box} (box), {losses.Objectness} (objectness), {losses.Class} (class), and no weight would be a number from here on"
                )
            );
        State = State with { Loss = State.Loss.After(losses.Sum, WildLoss) };
        if (State.Loss.Wild >= Sustained)
            throw Stop(
                Codes.LossExploded,
                place,
                Text(
                    $"the loss is {losses.Sum:G4}, and has been above {WildLoss} times its usual {State.Loss.Usual:G4} for {Sustained} batches"
                )
            );
    }

    /// <exception cref="PruneException">PRUNE3001: not finite.</exception>
    public void SeeDistillation(DistillationValues losses, string place)
    {
        if (!double.IsFinite(losses.Sum))
            throw Stop(
                Codes.TrainingDiverged,
                place,
                Text(
                    $"the losses against the teacher are {losses.Box} (box), {losses.Objectness} (objectness), {losses.Class} (class), {losses.Feature} (feature), and no weight would be a number from here on"
                )
            );
    }

    /// <param name="norm">Of all gradients, before clipping.</param>
    /// <exception cref="PruneException">
    /// PRUNE3006: not finite, or far too large for long. PRUNE3007: exactly 0.
    /// </exception>
    public void SeeGradients(double norm, string place)
    {
        if (!double.IsFinite(norm))
            throw Stop(
                Codes.GradientsExploded,
                place,
                "the gradients' norm is no finite number, and no weight would be one after the step"
            );
        if (norm == 0)
            throw Stop(Codes.ModelDied, place, "every gradient is exactly 0, so no step changes anything any more");
        // What clipping leaves as it is explodes nothing.
        State = State with
        {
            Norm = State.Norm.After(norm, norm > gradientLimit ? WildNorm : double.PositiveInfinity),
        };
        if (State.Norm.Wild >= Sustained)
            throw Stop(
                Codes.GradientsExploded,
                place,
                Text(
                    $"the gradients' norm is {norm:G4}, and has been above {WildNorm} times its usual {State.Norm.Usual:G4} for {Sustained} steps"
                )
            );
    }

    /// <param name="blind">Whether different images gave exactly the same output.</param>
    /// <exception cref="PruneException">PRUNE3007: several times in a row.</exception>
    public void SeeOutput(bool blind, string place)
    {
        State = State with { BlindBatches = blind ? State.BlindBatches + 1 : 0 };
        if (State.BlindBatches >= BlindLimit)
            throw Stop(
                Codes.ModelDied,
                place,
                $"the network's output is exactly the same for all images, {BlindLimit} times in a row: some layer passes nothing on"
            );
    }

    /// <param name="history">With the epoch that just ended.</param>
    /// <exception cref="PruneException">
    /// PRUNE3007: nothing is found any more, for many epochs, after something was.
    /// </exception>
    public void SeeEpochs(IReadOnlyList<EpochRecord> history)
    {
        var silent = history.Reverse().TakeWhile(record => record.Map50 == 0).Count();
        if (
            silent < SilentEpochs
            || history.Take(history.Count - silent).MaxBy(record => record.Map50 ?? 0) is not { Map50: >= Learnt } best
        )
            return;
        throw Stop(
            Codes.ModelDied,
            Text($"after epoch {history[^1].Epoch}"),
            Text(
                $"nothing has been found in the validation images for {silent} epochs, after an mAP50 of {best.Map50:0.000} in epoch {best.Epoch}"
            )
        );
    }

    private static string Text(FormattableString text) => FormattableString.Invariant(text);

    private PruneException Stop(DiagnosticCode code, string place, string what) =>
        new(
            code,
            $"Training was stopped {place}: {what}. The checkpoint of the last finished epoch is kept, and the best epoch so far is in best.safetensors beside it. Lower lr0 (it is {hyperparameters.LearningRate.ToString(CultureInfo.InvariantCulture)}), lengthen warmup_epochs, weaken the sparsity penalty, use Precision fp32, or look for absurd labels and for damaged start weights."
        );
}
