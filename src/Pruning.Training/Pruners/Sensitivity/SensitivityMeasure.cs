using Pruning.Data;
using Pruning.Evaluation;
using Pruning.Execution;
using Pruning.Graphs;
using Pruning.Training;

namespace Pruning.Pruners.Sensitivity;

/// <summary>
/// The accuracy of a cut network once its BatchNorm statistics are measured again, on the validation images.
/// </summary>
/// <param name="statistics">Training images; the same ones at each call.</param>
public sealed class SensitivityMeasure(
    Func<IEnumerable<TrainingBatch>> statistics,
    DatasetSplit validation,
    EvaluationOptions evaluation,
    ExecutionOptions execution,
    CancellationToken cancellation
)
{
    public SensitivityAccuracy Of(Network network)
    {
        if (network.Graph.Nodes.Any(node => node is BatchNormNode))
            network = BatchNormCalibration.Recalibrate(network, statistics(), execution, cancellation);
        using var detector = new TorchDetector(network, execution);
        var result = Evaluator.Evaluate(detector, validation, evaluation, cancellation: cancellation);
        // A network that detects nothing has an accuracy of 0; images without labels are refused before this.
        return new SensitivityAccuracy(result.Map50 ?? 0, result.Map5095 ?? 0);
    }
}
