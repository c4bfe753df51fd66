using Pruning.Execution;
using Pruning.Graphs;

namespace Pruning.Pipeline.Durations;

/// <summary>Times a few passes of a network, for a machine that has trained nothing yet.</summary>
public static class PaceTrial
{
    // What a step has beside the passes: augmented images, the loss, the optimizer's step. YOLOv5n at 320 px on two cores.
    private const double Beside = 1.3;

    // The first warms up.
    private const int Rounds = 2;

    /// <param name="precision">Of the training; null takes the faster one.</param>
    /// <param name="batch">Images a step.</param>
    /// <returns>Seconds for 10^9 operations of <see cref="StepWork.Training"/>.</returns>
    public static double Run(Network network, ExecutionOptions execution, Precision? precision, int batch, int imageSize, CancellationToken cancellation)
    {
        var milliseconds = precision is { } given
            ? PrecisionTrial.MillisecondsIn(network, execution with { Precision = given }, batch, imageSize, Rounds, cancellation)
            : PrecisionTrial.Run(network, execution, batch, imageSize, Rounds, cancellation).Milliseconds;
        var (images, side) = PrecisionTrial.Work(execution.Device, batch, imageSize, network.MaximumStride);
        return Beside * milliseconds / 1000 / StepWork.Training("", images, NetworkCost.Of(network, side, side).Flops).Amount;
    }
}
