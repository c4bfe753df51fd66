using Pruning.Reporting;

namespace Pruning.Pipeline.Stages;

/// <summary>A project's steps, each after those that it reads.</summary>
public static class StageList
{
    private const string Test = "test";

    public static IReadOnlyList<IStage> Of(ProjectInputs inputs)
    {
        var cut = new CutSettings(inputs);
        var split = inputs.Options.GateSplit;
        List<IStage> stages =
        [
            new ImportStage(inputs),
            new CheckStage(inputs, cut),
            new TrainStage(inputs),
            .. ResolutionStage.IsAsked(inputs) ? new IStage[] { new ResolutionStage(inputs, cut) } : [],
            new SparseTrainStage(inputs, cut),
            .. inputs.Options.IsSensitivityGuided ? new IStage[] { new SensitivityStage(inputs, cut) } : [],
            .. PruningRound.All(inputs.Options).SelectMany(round => new IStage[] { new PruneStage(inputs, cut, round), new FineTuneStage(inputs, round) }),
            new QuantizeStage(),
            new ExportStage(inputs, StepNames.ExportBaseline, StepNames.Train),
            new ExportStage(inputs, StepNames.Export, StepNames.Quantize),
            new EvaluateStage(inputs, StepNames.EvaluateBaseline, StepNames.ExportBaseline, split),
            new EvaluateStage(inputs, StepNames.Evaluate, StepNames.Export, split),
            .. inputs.Options.Goal is null ? [] : new IStage[] { new DropStage() },
        ];
        // For the report only, measured when all is done: nothing that is decided depends on it.
        if (split != Test && inputs.Dataset.HasSplit(Test))
        {
            stages.Add(new EvaluateStage(inputs, StepNames.TestBaseline, StepNames.ExportBaseline, Test));
            stages.Add(new EvaluateStage(inputs, StepNames.Test, StepNames.Export, Test));
        }

        if (inputs.Options.Reports.Contains(ReportFormat.Html))
            stages.Add(new PictureStage(inputs));
        stages.Add(new LatencyStage(inputs));
        return stages;
    }
}
