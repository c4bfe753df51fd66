using Pruning.Execution;
using Pruning.Graphs;
using Pruning.Onnx;
using Pruning.Onnx.Latency;

namespace Pruning.Pipeline.Durations;

/// <summary>Times a few passes of a network, for a machine that has trained nothing yet.</summary>
public static class PaceTrial
{
    // What a step has beside the passes: augmented images, the loss, the optimizer's step. YOLOv5n at 320 px on two
    // cores.
    private const double Beside = 1.3;

    // How many times as long an operation of a training takes as one of a forward pass in ONNX Runtime. YOLOv5n at 320
    // and 640 px, fp32, two cores.
    private const double TrainingOverInference = 2.5;

    // The first warms up.
    private const int Rounds = 2;

    // ONNX Runtime's passes are short.
    private const int InferenceRounds = 8;

    /// <param name="precision">Of the training; null takes the faster one.</param>
    /// <param name="batch">Images a step.</param>
    /// <returns>Seconds for 10^9 operations of <see cref="StepWork.Training"/>.</returns>
    public static double Run(
        Network network,
        ExecutionOptions execution,
        Precision? precision,
        int batch,
        int imageSize,
        CancellationToken cancellation
    )
    {
        var milliseconds = precision is { } given
            ? PrecisionTrial.MillisecondsIn(
                network,
                execution with
                {
                    Precision = given,
                },
                batch,
                imageSize,
                Rounds,
                cancellation
            )
            : PrecisionTrial.Run(network, execution, batch, imageSize, Rounds, cancellation).Milliseconds;
        var (images, side) = PrecisionTrial.Work(execution.Device, batch, imageSize, network.MaximumStride);
        return Beside
            * milliseconds
            / 1000
            / StepWork.Training(precision, images, NetworkCost.Count(network, side, side).Flops).Amount;
    }

    /// <summary>
    /// The same, told from forward passes in ONNX Runtime: where libtorch is not there yet. Half or twice as long is
    /// possible.
    /// </summary>
    /// <inheritdoc cref="Run"/>
    public static double RunInference(Network network, int imageSize, CancellationToken cancellation)
    {
        using var probe = new LatencyProbe(
            OnnxExporter.Export(network, new OnnxExportOptions(imageSize)),
            "the base model",
            new LatencyOptions(Threads: 0)
        );
        var fastest = double.PositiveInfinity;
        for (var round = 0; round < InferenceRounds; round++)
        {
            cancellation.ThrowIfCancellationRequested();
            fastest = Math.Min(fastest, probe.Run());
        }

        return TrainingOverInference * fastest / 1000 / (NetworkCost.Count(network, imageSize, imageSize).Flops / 1e9);
    }
}
