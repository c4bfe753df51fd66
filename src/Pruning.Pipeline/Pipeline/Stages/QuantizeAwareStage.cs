using System.Globalization;
using System.Text.Json;
using Pruning.Data;
using Pruning.Graphs;
using Pruning.Onnx;
using Pruning.Onnx.Quantization;
using Pruning.Pipeline.Options;
using Pruning.Storage;
using Pruning.Training;

namespace Pruning.Pipeline.Stages;

/// <summary>
/// Training in which the network's numbers are rounded as the quantized file will have them; its result tells the
/// ranges that it was trained with.
/// </summary>
/// <param name="export">How the network will be written.</param>
public sealed class QuantizeAwareStage(
    TrainOptions options,
    OnnxExportOptions export,
    StageInputs inputs,
    ProjectRequest request
) : TrainingStage(options, inputs, request, StepNames.FineTune)
{
    private const string PlanName = "rounding.json";

    // The network has learnt its task. docs/quantization.md has the figures.
    private const double RateShare = 0.1;

    private readonly QuantizeAwareOptions _options = options.QuantizeAware!;

    public override string Name => StepNames.QuantizeAware;

    public override StageKind Kind => StageKind.FineTune;

    protected override IEnumerable<StageInput> Reads =>
        [.. base.Reads, new("weight bits", WeightBits.OfThisProcessor.ToString(CultureInfo.InvariantCulture))];

    protected override double FlopsOf(NetworkSizes sizes) => sizes.Cut;

    protected override TrainingOptions Adapt(Network start, TrainingOptions options, StageContext context) =>
        options with
        {
            Hyperparameters = options.Hyperparameters with
            {
                LearningRate = options.Hyperparameters.LearningRate * RateShare,
            },
            Execution = options.Execution with { Rounding = PlanOf(start, context) },
        };

    // A training goes on only from the ranges that it began with.
    private RoundingPlan PlanOf(Network start, StageContext context)
    {
        var path = Path.Combine(context.WorkFolder, PlanName);
        if (File.Exists(path))
            return JsonSerializer.Deserialize<RoundingPlan>(File.ReadAllText(path))!;
        var drawn = CalibrationDraw.Draw(Inputs.Dataset.Split("train"), _options.CalibrationImages, _options.Seed);
        var plan = RoundingPlan.Find(
            start,
            export.SeenAt(start.Resolution),
            drawn,
            share => context.Report("finding ranges", share),
            context.Cancellation
        );
        AtomicFile.Write(path, JsonSerializer.Serialize(plan));
        return plan;
    }
}
