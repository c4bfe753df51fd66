using Pruning.Data;
using Pruning.Diagnostics;
using Pruning.Execution;
using Pruning.Graphs;
using Pruning.Native;
using Pruning.Training.Distilling;
using Pruning.Training.Sparsity;
using TorchSharp;
using static TorchSharp.torch;

namespace Pruning.Training;

/// <summary>One training's moving parts and its position: what a checkpoint saves and restores.</summary>
internal sealed partial class TrainingSession : IDisposable
{
    private readonly Network _start;
    private readonly TrainingOptions _options;
    private readonly TorchNetwork _network;
    private readonly LearningSchedule _schedule;
    private readonly SgdOptimizer _optimizer;
    private readonly MovingAverage _average;
    private readonly DetectionLoss _loss;
    private readonly SparsityRegularizer? _penalty;
    private readonly WeightMask? _zeros;
    private readonly Distiller? _distiller;
    private readonly TrainingWatch _watch;
    private readonly int _batchesPerEpoch;
    private readonly TrainingReadings _readings;
    private int _lastStep = -1;

    /// <param name="imagesRepeat">Whether each epoch gives the same pixels.</param>
    public TrainingSession(Network start, TrainingOptions options, int batchesPerEpoch, bool imagesRepeat)
    {
        _start = start;
        _options = options;
        _batchesPerEpoch = batchesPerEpoch;
        _watch = new TrainingWatch(options.Hyperparameters, options.GradientLimit);
        _readings = new TrainingReadings(_watch, batchesPerEpoch, options.Execution.Device.IsAccelerator);
        _schedule = new LearningSchedule(
            options,
            batchesPerEpoch,
            startsAnew: start.Provenance.ContainsKey(ProvenanceKeys.Head)
        );
        _network = new TorchNetwork(start, options.Execution);
        _network.Parameters.Freeze(name => FrozenLayers.Contains(name, options.Freeze));
        _optimizer = new SgdOptimizer(start.Graph, _network.Parameters, _schedule.WeightDecay);
        var steps = _schedule.CountSteps();
        _average = new MovingAverage(_network.Parameters, options.AverageDecay, steps);
        _loss = new DetectionLoss(start.Graph.Detect!, options.Hyperparameters, options.ImageSize, _network.Device);
        if (options.Penalty is { } penalty)
            _penalty = SparsityRegularizer.Create(penalty, _network, steps, options.Epochs);
        if (options.KeepsZeros)
            _zeros = new WeightMask(start, _network.Parameters);
        if (options.Distillation is { } distillation)
            _distiller = new Distiller(
                distillation,
                start,
                _loss,
                options.Execution,
                imagesRepeat,
                _schedule.WeightDecay
            );
    }

    /// <summary>Epochs done.</summary>
    public int Epochs { get; private set; }

    /// <summary>Optimiser steps done.</summary>
    public int Steps { get; private set; }

    /// <summary>
    /// Averages over this epoch's batches, as far as they have been read: all of them after <see cref="EndEpoch"/>.
    /// </summary>
    public LossValues Losses => _readings.Losses;

    /// <summary>The same of the losses against a teacher; null without one.</summary>
    public DistillationValues? Distillation => _distiller is null ? null : _readings.Distillation;

    /// <summary>Of this epoch's last optimiser step; 0 before it.</summary>
    public double GradientNorm => _readings.GradientNorm;

    /// <summary>Learning rate of the last batch.</summary>
    public double Rate { get; private set; }

    public bool IsSettled => _penalty?.IsSettled ?? true;

    /// <summary>The moving average as a network.</summary>
    public Network Average() => _start with { Parameters = _average.Read(_start.Parameters) };

    public ScaleStatistics? Scales() => _penalty?.Statistics();

    public void BeginEpoch()
    {
        _readings.BeginEpoch(Epochs + 1);
        _penalty?.BeginEpoch(Epochs);
        ClearGradients();
    }

    /// <summary>Trains on one batch; the optimiser steps when enough of them have come together.</summary>
    /// <exception cref="PruneException">
    /// PRUNE3001, PRUNE3006, PRUNE3007, PRUNE3008: numbers that have gone bad, in this batch or one that is only read
    /// now.
    /// </exception>
    public void Train(TrainingBatch batch, int index)
    {
        using var scope = NewDisposeScope();
        var iteration = (Epochs * _batchesPerEpoch) + index;
        var point = _schedule.At(iteration);
        Rate = point.Rate;
        var images = batch.ImagesOn(_network.Device);
        var (levels, maps) = _network.Forward(images, training: true, _penalty?.NormMomentum, _distiller?.Taps ?? []);
        var (total, losses) = _loss.Compute(levels, batch.Targets);
        _readings.AddLosses(losses, index);
        // Twice an epoch: the maps' differences cost about a hundredth of a step.
        if ((index == 0 || index == _batchesPerEpoch - 1) && batch.HasDifferentImages)
            _readings.AddOutputs(levels, index);
        if (_distiller is not null)
        {
            var (imitation, parts) = _distiller.Compute(images, batch, levels, maps);
            total = total.Plus(imitation);
            _readings.AddDistillation(parts, index);
        }

        BackwardPass.Run(total);
        if (iteration - _lastStep >= point.Accumulate)
            Step(point, iteration, index);
        _readings.EndBatch(index);
    }

    /// <exception cref="PruneException">As <see cref="Train"/>.</exception>
    public void EndEpoch()
    {
        _readings.EndEpoch();
        Epochs++;
    }

    /// <exception cref="PruneException">PRUNE3007: the network has lost what it had learnt.</exception>
    public void SeeEpochs(IReadOnlyList<EpochRecord> history)
    {
        _penalty?.SeeEpochs(history);
        // While a penalty leads channels to 0, accuracy may vanish and come back.
        if (IsSettled)
            _watch.SeeEpochs(history);
    }

    public void Dispose()
    {
        _readings.Dispose();
        _distiller?.Dispose();
        _penalty?.Dispose();
        _zeros?.Dispose();
        _average.Dispose();
        _optimizer.Dispose();
        _network.Dispose();
        // What comes next may need no more than a fraction of it.
        HeapReuse.Release();
    }

    private void Step(SchedulePoint point, int iteration, int index)
    {
        _readings.AddGradientNorm(_optimizer.ClipGradients(_options.GradientLimit), index);
        _penalty?.AddGradients(Steps);
        _optimizer.Step(point);
        _distiller?.Step(point, _options.GradientLimit);
        _zeros?.Restore();
        ClearGradients();
        _average.Update();
        Steps++;
        _lastStep = iteration;
        _penalty?.Shrink(Steps, point.Rate, _average);
    }

    private void ClearGradients()
    {
        _optimizer.ClearGradients();
        _distiller?.ClearGradients();
    }
}
