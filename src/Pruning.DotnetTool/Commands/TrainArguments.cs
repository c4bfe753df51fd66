using System.CommandLine;
using Pruning.Data;
using Pruning.Diagnostics;
using Pruning.Pipeline;
using Pruning.Pipeline.Options;

namespace Pruning.DotnetTool.Commands;

/// <summary>
/// The options of <c>train</c> and <c>finetune</c> that say what a training does: each stands for a property of a
/// project, and is read as one.
/// </summary>
internal sealed class TrainArguments
{
    private const int UsualEpochs = 100;

    private readonly RequestOptions _options = new();
    private readonly TeacherArguments? _teacher;

    /// <param name="tunes">
    /// Whether it is a training after a cut: from what has learnt already, with a teacher or zeros to keep.
    /// </param>
    public TrainArguments(bool tunes)
    {
        Length = tunes ? OptionCatalogue.FineTuneEpochs : OptionCatalogue.TrainEpochs;
        _options.Add(
            OptionCatalogue.Dataset,
            new Option<string>("--data")
            {
                Description = "The dataset's yaml.",
                HelpName = "yaml",
                Required = true,
            }
        );
        _options.Add(
            Length,
            CommonOptions.Positive("--epochs", $"Passes over the training images. [default: {DefaultEpochs}]", "count")
        );
        _teacher = tunes ? new TeacherArguments(_options) : null;
        _options.Add(OptionCatalogue.ImageSize, "--imgsz", "pixels");
        _options.Add(OptionCatalogue.BatchSize, "--batch", "count");
        _options.Add(OptionCatalogue.NominalBatch, "--nominal-batch", "count");
        _options.Add(OptionCatalogue.WarmupLimit, "--warmup-limit", "0..1");
        _options.Add(
            OptionCatalogue.Hyperparameters,
            new Option<string?>("--hyp") { Description = "A yaml of YOLOv5's hyper-parameters.", HelpName = "yaml" }
        );
        _options.AddSwitch(
            OptionCatalogue.LearningRateSchedule,
            "cosine",
            "--cos-lr",
            "The learning rate falls along a cosine instead of a line."
        );
        _options.Add(
            OptionCatalogue.LabelSmoothing,
            "--label-smoothing",
            "0..1",
            "How far class targets are drawn from 0 and 1.",
            "what --hyp says, or 0"
        );
        _options.AddSwitch(OptionCatalogue.MultiScale, "true", "--multi-scale");
        _options.AddSwitch(OptionCatalogue.ImageWeights, "true", "--image-weights");
        if (!tunes)
            _options.AddSwitch(
                OptionCatalogue.AutoAnchor,
                "false",
                "--no-autoanchor",
                "Leaves the anchors as they are, however badly they suit the dataset's boxes."
            );
        _options.Add(
            OptionCatalogue.Patience,
            "--patience",
            "epochs",
            "Stops after so many epochs without a better one; 0 never."
        );
        _options.Add(
            OptionCatalogue.Freeze,
            "--freeze",
            "layers",
            "So many leading layers keep their weights: 10 is the backbone."
        );
        _options.AddSwitch(OptionCatalogue.SingleClass, "true", CommonOptions.SingleClass());
        _options.AddSwitch(OptionCatalogue.StrictData, "true", CommonOptions.Strict());
        _options.Add(OptionCatalogue.ImageCacheMemory, "--cache-memory", "size");
        _options.Add(OptionCatalogue.ImageCacheDisk, "--cache-disk", "size");
        _options.Add(OptionCatalogue.Precision, "--precision", "name");
        _options.Add(OptionCatalogue.Seed, "--seed", "number");
    }

    public IEnumerable<Option> All => [.. _options.All, .. _teacher is null ? [] : new Option[] { _teacher.KeepZeros }];

    /// <summary>What says how many epochs there are.</summary>
    public IntegerOption Length { get; }

    /// <summary>Whether the model may be an architecture, to train from scratch.</summary>
    public bool TakesArchitectures => _teacher is null;

    private string DefaultEpochs =>
        Length == OptionCatalogue.TrainEpochs ? FormattableString.Invariant($"{UsualEpochs}") : Length.Default;

    /// <summary>As a project would ask for it.</summary>
    public ProjectRequest Request(ParseResult parsed)
    {
        var request = _options.Read(parsed);
        return request.Find(Length.Name) is null
            ? request with
            {
                Settings = request.Settings.Add(
                    new ProjectSetting(Length.Name, DefaultEpochs, new SourceLocation("--epochs"))
                ),
            }
            : request;
    }

    /// <exception cref="PruneException">
    /// PRUNE0101, PRUNE0110: an option that would be ignored, or weights that teach nothing.
    /// </exception>
    public TrainOptions Training(ParseResult parsed, ProjectRequest request)
    {
        var training = TrainOptions.Read(request, Length.Read(request));
        return _teacher is null
            ? training.As(StageKind.Train)
            : training.As(StageKind.FineTune) with
            {
                AutoAnchor = false,
                Distillation = _teacher.Read(request),
                KeepsZeros = parsed.GetValue(_teacher.KeepZeros),
            };
    }

    public static DatasetOptions Reading(ProjectRequest request) =>
        new()
        {
            SingleClass = OptionCatalogue.SingleClass.Read(request),
            Strict = OptionCatalogue.StrictData.Read(request),
        };
}
