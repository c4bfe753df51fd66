using System.Collections.Immutable;
using Pruning.Checkpoints;
using Pruning.Diagnostics;
using Pruning.Evaluation;
using Pruning.Pipeline.Durations;
using Pruning.Pipeline.Options;
using Pruning.Slimming.Sensitivity;

namespace Pruning.Pipeline.Stages;

/// <summary>Measures what each group of layers costs when it alone is cut, for a cut that is guided by it. The targets have no say: other ones take the same figures.</summary>
public sealed class SensitivityStage(ProjectInputs inputs, CutSettings settings) : IStage
{
    private const int StatisticsBatches = 8;

    private static readonly ImmutableArray<double> Sparsities = [0.25, 0.5, 0.75];

    private readonly CutImages _images = CutImages.Of(inputs) with { ImageSize = settings.Asked.NetworkSize };

    public string Name => StepNames.Sensitivity;

    public StageKind Kind => StageKind.Prune;

    public ImmutableArray<string> Upstream => [StepNames.SparseTrain];

    public bool IsSkipped => false;

    public StepWork Work(NetworkSizes sizes) =>
        new(StepNames.Sensitivity, sizes.Dense / 1e9 * ((StatisticsBatches * inputs.Options.BatchSize) + inputs.Dataset.Split(ProjectInputs.Validation).Images.Length));

    public void Describe(FingerprintBuilder description)
    {
        _images.Describe(description);
        description
            .Add("validation images", inputs.Splits.Of(ProjectInputs.Validation))
            .Add("image size", settings.Asked.NetworkSize)
            .Add("importance", inputs.Options.Importance.Name)
            .Add("importance batches", inputs.Options.ImportanceBatches)
            .AddRecord("hyperparameters", inputs.Hyperparameters)
            .Add("kept layers", inputs.Options.KeepLayers.Select(layer => layer.Layers.Text))
            .Add("statistics batches", StatisticsBatches)
            .Add("sparsities", string.Join(' ', Sparsities));
    }

    public void Run(StageContext context)
    {
        if (!inputs.Dataset.HasSplit(ProjectInputs.Validation))
            throw new PruneException(Codes.MissingSplit, $"The dataset '{Path.GetFileName(inputs.Dataset.YamlPath)}' names no '{ProjectInputs.Validation}' images, and Schedule 'sensitivity' measures on them. Add '{ProjectInputs.Validation}:' to the yaml, or choose another Schedule.", inputs.Request.LocationOf(OptionCatalogue.Schedule.Name));
        var network = SafetensorsFile.Load(context.Input(StepNames.SparseTrain, StageFiles.Network));
        var evaluation = new EvaluationOptions { ImageSize = settings.Asked.NetworkSize, BatchSize = inputs.Options.BatchSize };
        var measure = new SensitivityMeasure(() => _images.Take(StatisticsBatches), inputs.Dataset.Split(ProjectInputs.Validation), evaluation, _images.Execution, context.Cancellation);
        // The work folder belongs to this fingerprint alone, so what it holds was measured for the same figures.
        var report = new SensitivityProbe(network, settings.Options(context.Cancellation), measure.Of)
            .Run(Name, Sparsities, Path.Combine(context.WorkFolder, StageFiles.Sensitivity), context.Report, context.Cancellation);
        report.Save(context.Output(StageFiles.Sensitivity));
    }

    /// <summary>What a stored result of this stage says.</summary>
    public static SensitivityReport Read(string path) =>
        SensitivityReport.Load(path, StepNames.Sensitivity) ?? throw new InvalidOperationException($"'{path}' was verified and holds no sensitivity.");
}
