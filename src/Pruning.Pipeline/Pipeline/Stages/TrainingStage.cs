using System.Collections.Immutable;
using System.Globalization;
using Pruning.Checkpoints;
using Pruning.Data;
using Pruning.Diagnostics;
using Pruning.Graphs;
using Pruning.Pipeline.Options;
using Pruning.Storage;
using Pruning.Training;
using Pruning.Training.Anchors;
using Pruning.Training.Distilling;

namespace Pruning.Pipeline.Stages;

/// <summary>What the three training stages have in common: the data, the schedule, the resumable run.</summary>
/// <param name="request">For places in messages.</param>
/// <param name="upstream">The step whose network it trains.</param>
public abstract class TrainingStage(TrainOptions options, StageInputs inputs, ProjectRequest request, string upstream)
    : Stage<TrainOptions>(options)
{
    public override ImmutableArray<string> Upstream =>
        [upstream, .. ReadsBaseline ? [StepNames.Train] : ImmutableArray<string>.Empty, .. MoreUpstream];

    /// <summary>What it reads beyond the network that it trains, and its teacher.</summary>
    protected virtual ImmutableArray<string> MoreUpstream => [];

    public override bool IsSkipped => Options.Epochs == 0;

    public override int Epochs => Options.Epochs;

    public override bool MayRunElsewhere => true;

    protected StageInputs Inputs => inputs;

    /// <summary>What says how many epochs it has, where more of them may be advised.</summary>
    public IntegerOption? Length { get; init; }

    private bool ReadsBaseline => Options.Distillation is { Teacher: null } && upstream != StepNames.Train;

    // The best epoch is chosen on the validation images. A trial's choice of arithmetic is the machine's: what one
    // machine has trained with it serves another. The baseline as a teacher is an upstream step's, whose fingerprint
    // counts by itself.
    protected override IEnumerable<StageInput> Reads =>
        [
            inputs.TrainingImages,
            inputs.ValidationImages,
            inputs.Weighed,
            inputs.Augmented,
            inputs.Device,
            .. Options.Distillation is { Teacher: { } path }
                ? [inputs.File("teacher", path)]
                : Array.Empty<StageInput>(),
        ];

    public override StepWork Work(NetworkSizes sizes)
    {
        double learnt = (double)Epochs * inputs.Dataset.Split("train").Images.Length;
        double validated = (double)Epochs * (inputs.Watched?.Images.Length ?? 0);
        var flops = FlopsOf(sizes);
        return StepWork.Training(
            Options.Precision,
            learnt,
            flops,
            (validated * flops) + (Options.Distillation is null ? 0 : learnt * sizes.Dense)
        );
    }

    /// <summary>Operations of the network that is trained, for one image.</summary>
    protected virtual double FlopsOf(NetworkSizes sizes) => sizes.Dense;

    public override void Run(StageContext context)
    {
        var start = SafetensorsFile.Load(context.Input(upstream, StageFiles.Network));
        if (!CanLearnFrom(start))
        {
            SafetensorsFile.Save(context.Output(StageFiles.Network), start);
            File.WriteAllText(
                context.Output(StageFiles.Training),
                ReportJson.Write(new TrainingSummary(Epochs, 0, TrainingEnd.NothingToTrain, 0, null))
            );
            return;
        }

        // Whatever is measured at the end counts too: it should not be the end that stops at a damaged picture.
        if (Options.IsFirst && !Trainer.HasCheckpoint(context.WorkFolder))
            DecodingTrial.Require(
                new[] { "train", StageInputs.Validation, "test", Dataset.Unlabeled }
                    .Where(inputs.Dataset.HasSplit)
                    .Select(inputs.Dataset.Split),
                context.Report,
                context.Cancellation
            );
        if (Options.AutoAnchor)
            start = AnchorCheck.Fit(
                start,
                inputs.Dataset.Split("train"),
                Options.ImageSize,
                inputs.Hyperparameters.AnchorRatio,
                Options.Seed,
                context.Note,
                context.Diagnostics
            );
        start = Prepare(start, context);
        var size = start.Resolution ?? Options.ImageSize;
        using var feed = new TrainingFeed(Options, inputs, size, start.MaximumStride, context);
        var trained = Adapt(
            start,
            Options.ForTrainer(size, inputs.Dataset.Split("train"), inputs.Hyperparameters, inputs.Execution),
            context
        ) with
        {
            Distillation = Taught(start, context),
        };
        trained = TrainingPrecision.Settle(
            start,
            Options.Precision,
            trained,
            context.WorkFolder,
            context.Note,
            context.Cancellation
        );
        var progress = new TrainingReporter(context);
        var result = Trainer.Run(
            start,
            feed.Data,
            trained,
            context.WorkFolder,
            progress,
            context.Diagnostics,
            context.Cancellation
        );
        StageFiles.Save(context, Result(result), Name);
        File.WriteAllText(context.Output(StageFiles.Training), ReportJson.Write(TrainingSummary.Of(Epochs, result)));
        foreach (var log in (string[])[TrainingLog.CsvName, TrainingLog.LinesName])
            File.Copy(Path.Combine(context.WorkFolder, log), context.Output(log));
        if (result.End == TrainingEnd.Patience)
            context.Note(
                $"stopped after epoch {result.History.Length} of {Epochs}: none of the last {Options.Patience} "
                    + $"was better than "
                    + $"{(result.BestEpoch == 0 ? "the network before it" : $"epoch {result.BestEpoch}")}"
            );
        if (result.BestEpoch == 0 && ReferenceEquals(Result(result), result.Best))
            context.Note(
                "no epoch was better on the validation images than the network that this training began with, "
                    + "which goes on as it was"
            );
        if (
            result.End != TrainingEnd.Patience
            && Length is { } length
            && RisingAccuracy.Detect(result.History) is { } rise
        )
            context.Diagnostics.Report(Short(length, rise));
    }

    private PruneDiagnostic Short(IntegerOption length, RisingAccuracy rise) =>
        PruneDiagnostic.Of(
            Codes.TrainingTooShort,
            string.Create(
                CultureInfo.InvariantCulture,
                $"Accuracy was still rising when the {Epochs} epochs ended: mAP50-95 on the validation images "
                    + $"was {rise.Before:0.000} on average over epochs {Epochs - (2 * rise.Span) + 1} to "
                    + $"{Epochs - rise.Span}, {rise.After:0.000} over the last {rise.Span}. The network has not learnt "
                    + $"yet what these images can teach it. Set {length.Name} to {2 * Epochs}."
            ),
            request.LocationOf(length.Name)
        );

    private DistillationOptions? Taught(Network student, StageContext context)
    {
        if (Options.Distillation is not { } distillation)
            return null;
        var teacher = distillation.Teacher is { } path
            ? CheckpointReader.Read(path, context.Diagnostics)
            : SafetensorsFile.Load(context.Input(StepNames.Train, StageFiles.Network));
        if (
            distillation.IfItFits && TeacherCheck.Misfit(teacher, student, distillation.FeatureWeight > 0) is { } misfit
        )
        {
            context.Note($"learning from the labels alone: {misfit}");
            return null;
        }

        return new DistillationOptions(teacher)
        {
            OutputWeight = distillation.OutputWeight,
            FeatureWeight = distillation.FeatureWeight,
            Temperature = distillation.Temperature,
        };
    }

    /// <summary>
    /// Whether this training has anything to do on a network; otherwise the network goes on as it is.
    /// </summary>
    protected virtual bool CanLearnFrom(Network start) => true;

    /// <summary>
    /// What is done to the network before it is trained. The same bits when a stopped training goes on.
    /// </summary>
    protected virtual Network Prepare(Network start, StageContext context) => start;

    /// <summary>
    /// Adds this training's own options. The same ones when a stopped training goes on.
    /// </summary>
    protected virtual TrainingOptions Adapt(Network start, TrainingOptions options, StageContext context) => options;

    /// <summary>Which of the training's networks goes on.</summary>
    protected virtual Network Result(TrainingResult result) => result.Best;
}
