using Pruning.Data;
using Pruning.Execution;
using Pruning.Training;
using static TorchSharp.torch;

namespace Pruning.Benchmarks.Measuring;

/// <summary>
/// Where one training step's time goes, in milliseconds. On the CPU an operator is done when its call returns.
/// </summary>
/// <param name="Forward">Images to tensors, the network.</param>
/// <param name="Loss">Assignment and loss.</param>
/// <param name="Optimiser">Clipping, the step, the moving average.</param>
internal sealed record StepTimes(double Forward, double Loss, double Backward, double Optimiser)
{
    /// <summary>Takes steps as the trainer does, an optimiser step after each batch.</summary>
    /// <param name="count">Steps that count; one before them does not.</param>
    public static IReadOnlyList<StepTimes> Measure(MeasuredTraining training, Precision precision, int count)
    {
        var options = training.Options with { Execution = training.Options.Execution with { Precision = precision } };
        var schedule = new LearningSchedule(options, training.Loader.BatchCount);
        using var network = new TorchNetwork(training.Start, options.Execution);
        network.Parameters.Freeze(_ => false);
        using var optimizer = new SgdOptimizer(training.Start.Graph, network.Parameters, schedule.WeightDecay);
        using var average = new MovingAverage(network.Parameters, options.AverageDecay, schedule.CountSteps());
        var loss = new DetectionLoss(
            training.Start.Graph.Detect!,
            options.Hyperparameters,
            options.ImageSize,
            network.Device
        );
        var times = new List<StepTimes>();
        foreach (var batch in Batches(training.Loader).Take(count + 1))
        {
            using (batch)
                times.Add(Step(batch));
        }

        return times[1..];

        StepTimes Step(TrainingBatch batch)
        {
            using var scope = NewDisposeScope();
            optimizer.ClearGradients();
            var clock = Clock.Start();
            var images = ImageTensor.FromBytes(
                batch.Pixels.AsSpan(0, batch.PixelCount),
                batch.Count,
                batch.Height,
                batch.Width,
                network.Device
            );
            var levels = network.Forward(images, training: true);
            var forward = clock.Milliseconds;
            var (total, _) = loss.Compute(levels, batch.Targets);
            var lost = clock.Milliseconds;
            total.backward();
            var backward = clock.Milliseconds;
            optimizer.ClipGradients(options.GradientLimit);
            optimizer.Step(schedule.At(0));
            average.Update();
            return new StepTimes(forward, lost - forward, backward - lost, clock.Milliseconds - backward);
        }
    }

    private static IEnumerable<TrainingBatch> Batches(TrainingLoader loader) =>
        Enumerable.Range(0, int.MaxValue).SelectMany(epoch => loader.Epoch(epoch));
}
