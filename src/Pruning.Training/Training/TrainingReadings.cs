using Pruning.Diagnostics;
using Pruning.Execution;
using Pruning.Training.Distilling;
using TorchSharp;
using static TorchSharp.torch;

namespace Pruning.Training;

/// <summary>
/// What a training's numbers are, looked at when it costs nothing: at once on the CPU, many batches at a time on a
/// device that works on its own and would stand still for each look. The <see cref="TrainingWatch"/> sees the same
/// numbers in the same order either way.
/// </summary>
internal sealed class TrainingReadings(TrainingWatch watch, int batchesPerEpoch, bool onAccelerator) : IDisposable
{
    /// <summary>Batches that an accelerator may run ahead.</summary>
    public const int BatchesARead = 32;

    private readonly DeferredReads _reads = new();
    private int _epoch;
    private LossValues _sum;
    private int _count;
    private DistillationValues _distillationSum;
    private int _distillationCount;

    /// <summary>Averages over this epoch's batches, as far as they have been read.</summary>
    public LossValues Losses => _sum.Over(Math.Max(_count, 1));

    /// <summary>The same of the losses against a teacher.</summary>
    public DistillationValues Distillation => _distillationSum.Over(Math.Max(_distillationCount, 1));

    /// <summary>Of this epoch's last optimiser step that has been read; 0 before it.</summary>
    public double GradientNorm { get; private set; }

    /// <param name="epoch">Counted from 1.</param>
    public void BeginEpoch(int epoch)
    {
        _epoch = epoch;
        (_sum, _count, GradientNorm) = (default, 0, 0);
        (_distillationSum, _distillationCount) = (default, 0);
    }

    /// <param name="losses"><c>[3]</c>: box, objectness, class.</param>
    /// <param name="batch">Counted from 0.</param>
    public void AddLosses(Tensor losses, int batch) =>
        _reads.Add(losses, values => SeeLosses(LossValues.Of(values), batch));

    /// <summary>Adds how far the images' outputs lie apart.</summary>
    /// <param name="levels">The raw maps of different images.</param>
    public void AddOutputs(IEnumerable<Tensor> levels, int batch)
    {
        var differences = levels
            .Select(level => level.detach())
            .Select(level => (level - level.narrow(0, 0, 1)).abs().max());
        _reads.Add(stack(differences), values =>
            watch.SeeOutput(values.All(difference => difference == 0), Place(batch))
        );
    }

    /// <param name="losses"><c>[4]</c>: box, objectness, class, feature.</param>
    public void AddDistillation(Tensor losses, int batch) =>
        _reads.Add(losses, values => SeeDistillation(DistillationValues.Of(values), batch));

    /// <param name="norm"><c>[1]</c>, before clipping.</param>
    public void AddGradientNorm(Tensor norm, int batch) => _reads.Add(norm, values => SeeGradients(values[0], batch));

    /// <exception cref="PruneException">
    /// PRUNE3001, PRUNE3006, PRUNE3007, PRUNE3008: numbers that have gone bad, in this batch or one that is only read
    /// now.
    /// </exception>
    public void EndBatch(int batch)
    {
        // The first at once: what is wrong from the start shows there.
        if (!onAccelerator || batch == 0 || (batch + 1) % BatchesARead == 0)
            _reads.Read();
    }

    /// <summary>Reads what is left of the epoch.</summary>
    /// <exception cref="PruneException">As <see cref="EndBatch"/>.</exception>
    public void EndEpoch() => _reads.Read();

    public void Dispose() => _reads.Dispose();

    private void SeeLosses(LossValues losses, int batch)
    {
        watch.SeeLoss(losses, Place(batch));
        _sum += losses;
        _count++;
    }

    private void SeeDistillation(DistillationValues losses, int batch)
    {
        watch.SeeDistillation(losses, Place(batch));
        _distillationSum += losses;
        _distillationCount++;
    }

    private void SeeGradients(double norm, int batch)
    {
        GradientNorm = norm;
        watch.SeeGradients(norm, Place(batch));
    }

    private string Place(int batch) => $"in epoch {_epoch}, batch {batch + 1} of {batchesPerEpoch}";
}
