using System.Collections.Immutable;
using System.Globalization;
using Pruning.Checkpoints;
using Pruning.Data;
using Pruning.Diagnostics;
using Pruning.Graphs;
using Pruning.Pipeline.Durations;
using Pruning.Pipeline.Options;
using Pruning.Reporting;
using Pruning.Training;
using Pruning.Training.Anchors;
using Pruning.Training.Distilling;

namespace Pruning.Pipeline.Stages;

/// <summary>What the three training stages have in common: the data, the schedule, the resumable run.</summary>
public abstract class TrainingStage(ProjectInputs inputs, string upstream, int epochs) : IStage
{
    public abstract string Name { get; }

    public abstract StageKind Kind { get; }

    public ImmutableArray<string> Upstream => [upstream, .. ReadsBaseline ? [StepNames.Train] : ImmutableArray<string>.Empty, .. MoreUpstream];

    /// <summary>What it reads beyond the network that it trains, and its teacher.</summary>
    protected virtual ImmutableArray<string> MoreUpstream => [];

    public bool IsSkipped => epochs == 0;

    public int Epochs => epochs;

    protected ProjectInputs Inputs => inputs;

    /// <summary>What this training imitates, if anything.</summary>
    protected virtual DistillationChoice? Distillation => null;

    /// <summary>What says how many epochs it has, where more of them may be advised.</summary>
    protected virtual IntegerOption? Length => null;

    private bool ReadsBaseline => Distillation is { Teacher: null } && upstream != StepNames.Train;

    // Later trainings start from a network that has adapted to its anchors.
    private bool FitsAnchors => inputs.Options.AutoAnchor && IsFirst;

    public virtual StepWork Work(NetworkSizes sizes)
    {
        double learnt = (double)epochs * inputs.Dataset.Split("train").Images.Length;
        double validated = inputs.Dataset.HasSplit(ProjectInputs.Validation) ? (double)epochs * inputs.Dataset.Split(ProjectInputs.Validation).Images.Length : 0;
        var flops = FlopsOf(sizes);
        return StepWork.Training(inputs.Options.Precision, learnt, flops, (validated * flops) + (Distillation is null ? 0 : learnt * sizes.Dense));
    }

    /// <summary>Operations of the network that is trained, for one image.</summary>
    protected virtual double FlopsOf(NetworkSizes sizes) => sizes.Dense;

    // Each training sees its own order and variations of the images.
    private long Seed => ((long)Repetition << 40) + ((long)Training << 32) + inputs.Options.Seed;

    /// <summary>Which of the three trainings it is.</summary>
    protected virtual StageKind Training => Kind;

    /// <summary>Tells apart the stages of one training, where there are several.</summary>
    protected virtual int Repetition => 0;

    /// <summary>Whether no training comes before it.</summary>
    protected virtual bool IsFirst => Training == inputs.Options switch
    {
        { TrainEpochs: > 0 } => StageKind.Train,
        { SparseEpochs: > 0 } => StageKind.SparseTrain,
        _ => StageKind.FineTune,
    };

    public void Describe(FingerprintBuilder description)
    {
        var options = inputs.Options;
        description
            .Add("epochs", epochs)
            .Add("image size", options.ImageSize)
            .Add("batch", options.BatchSize)
            .Add("nominal batch", options.NominalBatch?.ToString(CultureInfo.InvariantCulture) ?? "auto")
            .Add("warm-up limit", options.WarmupLimit)
            .Add("cosine schedule", options.CosineSchedule)
            .Add("multi-scale", options.MultiScale)
            .Add("image weights", options.ImageWeights)
            .Add("fits anchors", FitsAnchors)
            .Add("seed", Seed)
            .Add("training images", inputs.Splits.Of("train"))
            // The best epoch is chosen on them.
            .Add("validation images", inputs.Dataset.HasSplit(ProjectInputs.Validation) ? inputs.Splits.Of(ProjectInputs.Validation).Hex : null)
            .AddRecord("hyperparameters", inputs.Hyperparameters)
            .AddRecord("augmentation", inputs.Augmentation)
            .Add("device", inputs.Execution.Device.IsCuda ? "cuda" : "cpu")
            // A trial's choice is the machine's: what one machine has trained with it serves another.
            .Add("precision", inputs.Precision?.ToString() ?? "auto");
        if (Distillation is { } distillation)
            Describe(distillation, description);
        DescribeMore(description);
    }

    public void Run(StageContext context)
    {
        var start = SafetensorsFile.Load(context.Input(upstream, StageFiles.Network));
        if (!CanLearnFrom(start))
        {
            SafetensorsFile.Save(context.Output(StageFiles.Network), start);
            File.WriteAllText(context.Output(StageFiles.Training), ReportJson.Write(new TrainingSummary(epochs, 0, TrainingEnd.NothingToTrain, 0, null)));
            return;
        }

        // Whatever is measured at the end counts too: it should not be the end that stops at a damaged picture.
        if (IsFirst && !Trainer.HasCheckpoint(context.WorkFolder))
            DecodingTrial.Require(new[] { "train", ProjectInputs.Validation, "test", Dataset.Unlabeled }.Where(inputs.Dataset.HasSplit).Select(inputs.Dataset.Split), context.Report, context.Cancellation);
        if (FitsAnchors)
            start = AnchorCheck.Fit(start, inputs.Dataset.Split("train"), inputs.Options.ImageSize, inputs.Hyperparameters.AnchorRatio, Seed, context.Note, context.Diagnostics);
        start = Prepare(start, context);
        var size = start.Resolution ?? inputs.Options.ImageSize;
        using var feed = new TrainingFeed(inputs, Seed, size, start.MaximumStride, context);
        var options = Adapt(start, new TrainingOptions
        {
            Epochs = epochs,
            ImageSize = size,
            BatchSize = inputs.Options.BatchSize,
            NominalBatch = inputs.Options.NominalBatch ?? NominalBatchChoice.For(feed.Data.BatchesPerEpoch, epochs, inputs.Options.BatchSize),
            WarmupLimit = inputs.Options.WarmupLimit,
            CosineSchedule = inputs.Options.CosineSchedule,
            Hyperparameters = inputs.Hyperparameters,
            Execution = inputs.Execution,
        });
        if (Distillation is { } distillation)
            options = options with { Distillation = Taught(start, distillation, context) };
        options = TrainingPrecision.Settle(start, inputs.Precision, options, context.WorkFolder, context.Note, context.Cancellation);
        var progress = new TrainingReporter(context);
        var result = Trainer.Run(start, feed.Data, options, context.WorkFolder, progress, context.Diagnostics, context.Cancellation);
        StageFiles.Save(context, Result(result), Name);
        File.WriteAllText(context.Output(StageFiles.Training), ReportJson.Write(TrainingSummary.Of(epochs, result)));
        foreach (var log in (string[])[TrainingLog.CsvName, TrainingLog.LinesName])
            File.Copy(Path.Combine(context.WorkFolder, log), context.Output(log));
        if (result.End == TrainingEnd.Patience)
            context.Note($"stopped after epoch {result.History.Length} of {epochs}: none of the last {options.Patience} was better than {(result.BestEpoch == 0 ? "the network before it" : $"epoch {result.BestEpoch}")}");
        if (result.BestEpoch == 0 && ReferenceEquals(Result(result), result.Best))
            context.Note("no epoch was better on the validation images than the network that this training began with, which goes on as it was");
        if (result.End != TrainingEnd.Patience && Length is { } length && RisingAccuracy.Of(result.History) is { } rise)
            context.Diagnostics.Report(Short(length, rise));
    }

    private PruneDiagnostic Short(IntegerOption length, RisingAccuracy rise) => PruneDiagnostic.Of(
        Codes.TrainingTooShort,
        string.Create(CultureInfo.InvariantCulture, $"Accuracy was still rising when the {epochs} epochs ended: mAP50-95 on the validation images was {rise.Before:0.000} on average over epochs {epochs - (2 * rise.Span) + 1} to {epochs - rise.Span}, {rise.After:0.000} over the last {rise.Span}. The network has not learnt yet what these images can teach it. Set {length.Name} to {2 * epochs}."),
        inputs.Request.LocationOf(length.Name));

    // The baseline is an upstream step's, whose fingerprint counts by itself.
    private void Describe(DistillationChoice distillation, FingerprintBuilder description) => description
        .Add("teacher", distillation.Teacher is { } path ? inputs.Files.Of(path) : "baseline")
        .Add("imitates output", distillation.OutputWeight)
        .Add("imitates features", distillation.FeatureWeight)
        .Add("distillation temperature", distillation.Temperature);

    private static DistillationOptions? Taught(Network student, DistillationChoice distillation, StageContext context)
    {
        var teacher = distillation.Teacher is { } path
            ? CheckpointReader.Read(path, context.Diagnostics)
            : SafetensorsFile.Load(context.Input(StepNames.Train, StageFiles.Network));
        if (distillation.IfItFits && TeacherCheck.Misfit(teacher, student, distillation.FeatureWeight > 0) is { } misfit)
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

    /// <summary>Adds what this training's result depends on beyond the common.</summary>
    protected virtual void DescribeMore(FingerprintBuilder description)
    {
    }

    /// <summary>Whether this training has anything to do on a network; otherwise the network goes on as it is.</summary>
    protected virtual bool CanLearnFrom(Network start) => true;

    /// <summary>What is done to the network before it is trained. The same bits when a stopped training goes on.</summary>
    protected virtual Network Prepare(Network start, StageContext context) => start;

    /// <summary>Adds this training's own options.</summary>
    protected virtual TrainingOptions Adapt(Network start, TrainingOptions options) => options;

    /// <summary>Which of the training's networks goes on.</summary>
    protected virtual Network Result(TrainingResult result) => result.Best;
}
