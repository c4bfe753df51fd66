using System.Collections.Immutable;
using Pruning.Checkpoints;
using Pruning.Diagnostics;
using Pruning.Pipeline.Options;
using Pruning.Pruners.Sensitivity;

namespace Pruning.Pipeline.Stages;

/// <summary>Measures what each group of layers costs when it alone is cut, for a cut that is guided by it.</summary>
/// <param name="request">For places in messages.</param>
public sealed class SensitivityStage(SensitivityOptions options, StageInputs inputs, ProjectRequest request)
    : Stage<SensitivityOptions>(options)
{
    private readonly SensitivityRun _run = new(options, inputs);

    public override string Name => StepNames.Sensitivity;

    public override StageKind Kind => StageKind.Prune;

    public override ImmutableArray<string> Upstream => [StepNames.SparseTrain];

    public override bool MayRunElsewhere => true;

    protected override IEnumerable<StageInput> Reads => _run.Reads;

    public override StepWork Work(NetworkSizes sizes) =>
        new(
            StepNames.Sensitivity,
            sizes.Dense
                / 1e9
                * ((Options.StatisticsBatches * Options.Images.BatchSize) + (inputs.Watched?.Images.Length ?? 0))
        );

    public override void Run(StageContext context)
    {
        if (inputs.Watched is null)
            throw new PruneException(
                Codes.MissingSplit,
                $"The dataset '{Path.GetFileName(inputs.Dataset.YamlPath)}' names no '{StageInputs.Validation}' "
                    + $"images, and Schedule 'sensitivity' measures on them. Add '{StageInputs.Validation}:' to the "
                    + $"yaml, or choose another Schedule.",
                request.LocationOf(OptionCatalogue.Schedule.Name)
            );
        var network = SafetensorsFile.Load(context.Input(StepNames.SparseTrain, StageFiles.Network));
        // The work folder belongs to this fingerprint alone, so what it holds was measured for the same figures.
        _run.Measure(
                network,
                Name,
                Path.Combine(context.WorkFolder, StageFiles.Sensitivity),
                context.Report,
                context.Cancellation
            )
            .Save(context.Output(StageFiles.Sensitivity));
    }

    /// <summary>What a stored result of this stage says.</summary>
    public static SensitivityReport Read(string path) =>
        SensitivityReport.Load(path, StepNames.Sensitivity)
        ?? throw new InvalidOperationException($"'{path}' was verified and holds no sensitivity.");
}
