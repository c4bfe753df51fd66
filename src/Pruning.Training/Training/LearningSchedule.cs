namespace Pruning.Training;

/// <summary>
/// Rates, momentum and accumulation at each iteration, as YOLOv5 schedules them: during the warm-up rates rise from 0
/// (the biases' fall from their own) to the epoch's, momentum and accumulation rise along; then the rate falls epoch by
/// epoch. The biases' own rate is for a head that starts anew. Ten times the others', it takes a trained network back:
/// docs/slimming.md has the figures.
/// </summary>
internal sealed class LearningSchedule
{
    private const int MinimumWarmup = 100;

    private readonly TrainingOptions _options;
    private readonly int _batchesPerEpoch;
    private readonly double _accumulate;
    private readonly double _biasRate;

    /// <param name="startsAnew">Whether outputs of the head have not been trained yet.</param>
    public LearningSchedule(TrainingOptions options, int batchesPerEpoch, bool startsAnew = true)
    {
        _options = options;
        _batchesPerEpoch = batchesPerEpoch;
        _accumulate = (double)options.NominalBatch / options.BatchSize;
        var numbers = options.Hyperparameters;
        _biasRate = startsAnew ? numbers.WarmupBiasRate : Math.Min(numbers.WarmupBiasRate, numbers.LearningRate);
        var iterations = (long)batchesPerEpoch * options.Epochs;
        var wanted = Math.Max(Math.Round(numbers.WarmupEpochs * batchesPerEpoch), MinimumWarmup);
        Warmup = numbers.WarmupEpochs <= 0 ? 0 : (int)Math.Min(wanted, options.WarmupLimit * iterations);
    }

    /// <summary>Iterations of warm-up.</summary>
    public int Warmup { get; }

    /// <summary>Weight decay scaled to the images that a step really sees.</summary>
    public double WeightDecay =>
        _options.Hyperparameters.WeightDecay
        * _options.BatchSize
        * Math.Max(Math.Round(_accumulate), 1)
        / _options.NominalBatch;

    /// <param name="iteration">Counted from 0 over the whole training.</param>
    public SchedulePoint At(int iteration)
    {
        var numbers = _options.Hyperparameters;
        var rate = numbers.LearningRate * ShareAt(iteration / _batchesPerEpoch);
        var progress = iteration >= Warmup ? 1 : (double)iteration / Warmup;
        return new SchedulePoint(
            Rate: rate * progress,
            BiasRate: Between(Warmup == 0 ? rate : _biasRate, rate, progress),
            Momentum: Between(numbers.WarmupMomentum, numbers.Momentum, progress),
            Accumulate: Math.Max(1, (int)Math.Round(Between(1, _accumulate, progress)))
        );
    }

    /// <summary>Optimiser steps of the whole training.</summary>
    public int CountSteps()
    {
        var (steps, last) = (0, -1);
        for (var iteration = 0; iteration < _batchesPerEpoch * _options.Epochs; iteration++)
        {
            if (iteration - last < At(iteration).Accumulate)
                continue;
            (steps, last) = (steps + 1, iteration);
        }

        return steps;
    }

    private double ShareAt(int epoch)
    {
        var last = _options.Hyperparameters.FinalRateShare;
        var done = (double)epoch / _options.Epochs;
        return _options.CosineSchedule
            ? ((1 - Math.Cos(done * Math.PI)) / 2 * (last - 1)) + 1
            : ((1 - done) * (1 - last)) + last;
    }

    private static double Between(double from, double to, double progress) =>
        progress >= 1 ? to : from + ((to - from) * progress);
}
