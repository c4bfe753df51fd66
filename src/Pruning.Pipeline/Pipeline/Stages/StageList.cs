using Pruning.Evaluation.Gates;
using Pruning.Onnx.Latency;
using Pruning.Pipeline.Options;
using Pruning.Reporting;
using Pruning.Training.Sparsity;

namespace Pruning.Pipeline.Stages;

/// <summary>A project's steps, each after those that it reads, with the options of each.</summary>
public static class StageList
{
    private const string Test = "test";

    // Two quick networks are told apart long before.
    private static readonly TimeSpan LongestLatency = TimeSpan.FromSeconds(20);

    public static IReadOnlyList<IStage> Build(ProjectInputs inputs)
    {
        var (request, options, outside) = (inputs.Request, inputs.Options, inputs.Outside);
        return
        [
            new ImportStage(options.Import, outside, request),
            new CheckStage(CheckOptions.Of(options), outside, request),
            new TrainStage(options.Train, outside, request) { Length = OptionCatalogue.TrainEpochs },
            .. Pruning(inputs),
            .. options.QuantizeAware is { } aware
                ?
                [
                    new QuantizeAwareStage(aware, options.Export, outside, request)
                    {
                        Length = OptionCatalogue.QuantizeAwareEpochs,
                    },
                ]
                : Array.Empty<IStage>(),
            new ExportStage(options.Export, StepNames.ExportBaseline, StepNames.Train),
            new ExportStage(
                options.Export,
                StepNames.Export,
                options.QuantizeAware is null ? StepNames.FineTune : StepNames.QuantizeAware
            ),
            new QuantizeStage(options.Quantize, outside),
            .. Measuring(inputs),
        ];
    }

    private static IEnumerable<IStage> Pruning(ProjectInputs inputs)
    {
        var (request, options, outside) = (inputs.Request, inputs.Options, inputs.Outside);
        var resolution = ResolutionOptions.Find(options, inputs.Dataset);
        if (resolution is not null)
            yield return new ResolutionStage(resolution, outside);
        var sparsity = options.SparseTrain.Sparsity!;
        yield return new SparseTrainStage(
            options.SparseTrain with
            {
                Sparsity = sparsity.LeadingTo(options.Prune with { Round = options.Rounds[0] }),
            },
            outside,
            request,
            resolution is not null
        );
        if (options.IsSensitivityGuided)
            yield return new SensitivityStage(SensitivityOptions.For(options.Prune), outside, request);
        var guide =
            options.IsSensitivityGuided ? StepNames.Sensitivity
            : resolution is not null ? StepNames.Resolution
            : null;
        foreach (var round in options.Rounds)
        {
            var isSilenced =
                round.Index == 1 && options.SparseTrain.Epochs > 0 && sparsity.Schedule == PruningSchedule.Early;
            yield return new PruneStage(
                (options.Prune with { Round = round }).Effective,
                outside,
                guide,
                isSilenced,
                isTrained: options.Train.Epochs + options.SparseTrain.Epochs > 0
            );
            // What earlier rounds leave unlearnt, later ones go on with.
            yield return new FineTuneStage(options.FineTune, round, outside, request)
            {
                Length = round.IsLast ? OptionCatalogue.FineTuneEpochs : null,
            };
        }
    }

    private static IEnumerable<IStage> Measuring(ProjectInputs inputs)
    {
        var (options, outside) = (inputs.Options, inputs.Outside);
        var judged = new EvaluateOptions(options.GateSplit, options.ImageSize);
        yield return new EvaluateStage(judged, outside, StepNames.EvaluateBaseline, StepNames.ExportBaseline);
        yield return new EvaluateStage(judged, outside, StepNames.Evaluate, StepNames.Quantize);
        if (options.Goal is not null)
            yield return new DropStage();
        // For the report only, measured when all is done: nothing that is decided depends on it.
        if (options.GateSplit != Test && inputs.Dataset.HasSplit(Test))
        {
            yield return new EvaluateStage(
                judged with
                {
                    Split = Test,
                },
                outside,
                StepNames.TestBaseline,
                StepNames.ExportBaseline
            );
            yield return new EvaluateStage(judged with { Split = Test }, outside, StepNames.Test, StepNames.Quantize);
        }

        if (options.Reports.Any(format => format.ShowsDetails))
            yield return new PictureStage(new PictureOptions(options.GateSplit, options.ImageSize), outside);
        if (options.Gates.Any(gate => gate.Metric.Kind == GateMetricKind.RuntimeParity))
            yield return new RuntimeStage(judged, outside);
        yield return new LatencyStage(
            new LatencyOptions { MaximumDuration = LongestLatency, ImageSize = options.ImageSize }
        );
    }
}
