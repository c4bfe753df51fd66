using System.CommandLine;
using Pruning.Data;
using Pruning.Execution;
using Pruning.Pipeline.Options;
using Pruning.Training;

namespace Pruning.DotnetTool.Commands;

/// <summary>What <c>train</c> or <c>finetune</c> is asked for.</summary>
/// <param name="Data">The dataset's yaml.</param>
/// <param name="Reading">How the dataset is read.</param>
/// <param name="Training">All but device, arithmetic and nominal batch.</param>
/// <param name="NominalBatch">Images an optimiser step; null for auto.</param>
/// <param name="Precision">The arithmetic; null leaves it to a trial.</param>
/// <param name="CacheMemory">Bytes of memory for decoded images; null for auto.</param>
/// <param name="CacheDisk">Bytes of disk for decoded images; null for auto.</param>
/// <param name="Images">How training images are made; <see cref="TrainingLoaderOptions.Stride"/> is the network's.</param>
/// <param name="AutoAnchor">Whether anchors that suit the data badly are fitted.</param>
/// <param name="Distillation">What is imitated, if anything; its teacher is as the command line names it.</param>
/// <param name="TakesArchitectures">Whether the model may be an architecture to train from scratch.</param>
internal sealed record TrainRequest(string Data, DatasetOptions Reading, bool AutoAnchor, TrainingOptions Training, int? NominalBatch, Precision? Precision, TrainingLoaderOptions Images, long? CacheMemory, long? CacheDisk, DistillationChoice? Distillation, bool TakesArchitectures)
{
    /// <summary>The options of a verb that make a request.</summary>
    /// <param name="tuning">Those of <c>finetune</c>; null for <c>train</c>.</param>
    internal sealed class Options(TuningOptions? tuning = null)
    {
        private readonly Option<string> _data = new("--data") { Description = "The dataset's yaml.", HelpName = "yaml", Required = true };
        private readonly Option<int?> _epochs = CommonOptions.Positive("--epochs", $"Passes over the training images. [default: {UsualEpochs(tuning)}]", "count");
        private readonly Option<int> _size = CatalogueOptions.Of(OptionCatalogue.ImageSize, "--imgsz", "pixels");
        private readonly Option<int> _batch = CatalogueOptions.Of(OptionCatalogue.BatchSize, "--batch", "count");
        private readonly Option<int?> _nominal = CatalogueOptions.Of(OptionCatalogue.NominalBatch, "--nominal-batch", "count");
        private readonly Option<double> _warmup = CatalogueOptions.Of(OptionCatalogue.WarmupLimit, "--warmup-limit", "0..1");
        private readonly Option<string?> _hyperparameters = new("--hyp") { Description = "A yaml of YOLOv5's hyper-parameters.", HelpName = "yaml" };
        private readonly Option<bool> _cosine = new("--cos-lr") { Description = "The learning rate falls along a cosine instead of a line." };
        private readonly Option<double?> _smoothing = new("--label-smoothing") { Description = "How far class targets are drawn from 0 and 1. [default: what --hyp says, or 0]", HelpName = "0..1", CustomParser = CatalogueOptions.Parser(OptionCatalogue.LabelSmoothing, "--label-smoothing") };
        private readonly Option<bool> _multiScale = CatalogueOptions.Of(OptionCatalogue.MultiScale, "--multi-scale");
        private readonly Option<bool> _imageWeights = CatalogueOptions.Of(OptionCatalogue.ImageWeights, "--image-weights");
        private readonly Option<bool> _noAutoAnchor = new("--no-autoanchor") { Description = "Leaves the anchors as they are, however badly they suit the dataset's boxes." };
        private readonly Option<int> _patience = new("--patience") { Description = $"Stops after so many epochs without a better one; 0 never. [default: {OptionCatalogue.Patience.Default}]", HelpName = "epochs", CustomParser = CatalogueOptions.Parser(OptionCatalogue.Patience, "--patience") };
        private readonly Option<int> _freeze = new("--freeze") { Description = "So many leading layers keep their weights: 10 is the backbone. [default: 0]", HelpName = "layers", CustomParser = CatalogueOptions.Parser(OptionCatalogue.Freeze, "--freeze") };
        private readonly Option<bool> _singleClass = CommonOptions.SingleClass();
        private readonly Option<bool> _strict = CommonOptions.Strict();
        private readonly Option<long?> _cacheMemory = CatalogueOptions.Of(OptionCatalogue.ImageCacheMemory, "--cache-memory", "size");
        private readonly Option<long?> _cacheDisk = CatalogueOptions.Of(OptionCatalogue.ImageCacheDisk, "--cache-disk", "size");
        private readonly Option<string> _precision = CatalogueOptions.Of(OptionCatalogue.Precision, "--precision", "name");
        private readonly Option<int> _seed = CatalogueOptions.Of(OptionCatalogue.Seed, "--seed", "number");

        public IEnumerable<Option> All =>
        [
            _data, _epochs, .. tuning?.All ?? [], _size, _batch, _nominal, _warmup, _hyperparameters, _cosine, _smoothing, _multiScale, _imageWeights,
            .. tuning is null ? new Option[] { _noAutoAnchor } : [], _patience, _freeze, _singleClass, _strict, _cacheMemory, _cacheDisk, _precision, _seed,
        ];

        public TrainRequest Read(ParseResult parsed)
        {
            var (gains, augmentation) = parsed.GetValue(_hyperparameters) is { } yaml ? HyperparameterFile.Read(yaml) : (new Hyperparameters(), new AugmentationOptions());
            var (size, batch) = (parsed.Read(_size, OptionCatalogue.ImageSize), parsed.Read(_batch, OptionCatalogue.BatchSize));
            var training = new TrainingOptions
            {
                Epochs = parsed.GetValue(_epochs) ?? UsualEpochs(tuning),
                ImageSize = size,
                BatchSize = batch,
                Hyperparameters = gains with { LabelSmoothing = parsed.GetValue(_smoothing) ?? gains.LabelSmoothing },
                WarmupLimit = parsed.Read(_warmup, OptionCatalogue.WarmupLimit),
                CosineSchedule = parsed.GetValue(_cosine),
                Patience = parsed.Read(_patience, OptionCatalogue.Patience),
                Freeze = parsed.Read(_freeze, OptionCatalogue.Freeze),
                KeepsZeros = tuning?.KeepsZeros(parsed) ?? false,
            };
            var images = new TrainingLoaderOptions
            {
                ImageSize = size,
                BatchSize = batch,
                Seed = parsed.Read(_seed, OptionCatalogue.Seed),
                Augmentation = augmentation,
                MultiScale = parsed.GetValue(_multiScale),
                ImageWeights = parsed.GetValue(_imageWeights),
            };
            return new TrainRequest(
                parsed.GetRequiredValue(_data), CommonOptions.Reading(parsed, _singleClass, _strict), tuning is null && !parsed.GetValue(_noAutoAnchor), training,
                parsed.Read(_nominal, OptionCatalogue.NominalBatch),
                TrainingPrecision.Named(parsed.Read(_precision, OptionCatalogue.Precision)), images,
                parsed.GetValue(_cacheMemory), parsed.GetValue(_cacheDisk), tuning?.Distillation(parsed), TakesArchitectures: tuning is null);
        }

        private static int UsualEpochs(TuningOptions? tuning) => tuning is null ? 100 : OptionCatalogue.FineTuneEpochs.Parse(OptionCatalogue.FineTuneEpochs.Default);
    }
}
