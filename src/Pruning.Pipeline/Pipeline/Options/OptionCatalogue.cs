using System.Collections.Immutable;
using Pruning.Reporting;
using Pruning.Training;

namespace Pruning.Pipeline.Options;

/// <summary>Every property that a <c>.pruneproj</c> can set, in the order in which documentation lists them.</summary>
public static class OptionCatalogue
{
    public static readonly TextOption BaseModel = new(
        "BaseModel",
        "a .pt, .safetensors or .onnx file, an official weight file by name such as yolov5n.pt, or an "
            + "architecture name such as yolov5n",
        true,
        "The network to start from: a checkpoint, an ONNX file as YOLOv5 exports it, official weights (fetched "
            + "where they are not on disk), or an architecture to train from scratch."
    );

    public static readonly TextOption Dataset = new(
        "Dataset",
        "the path of a dataset yaml",
        true,
        "A dataset in YOLO layout: a yaml that names the classes and the folders of train, val and test images."
    );

    public static readonly SwitchOption SingleClass = new(
        "SingleClass",
        "Whether every label counts as the one class 'item', whatever class its file says."
    );

    public static readonly SwitchOption StrictData = new(
        "StrictData",
        "Whether problems of images and labels (missing, damaged, repeated, without area, in two splits) are "
            + "errors instead of warnings."
    );

    public static readonly IntegerOption ImageSize = new(
        "ImageSize",
        "640",
        32,
        4096,
        "Pixels of the network input's sides; a multiple of the network's largest stride."
    );

    public static readonly AutoOption<int> BatchSize = new(
        new IntegerOption(
            "BatchSize",
            "auto",
            1,
            1024,
            $"Images a training step; auto: {BatchSizeChoice.Usual}, or {BatchSizeChoice.Small} where a training would "
                + $"have less than {BatchSizeChoice.FewestSteps} steps."
        )
    );

    public static readonly AutoOption<int> NominalBatch = new(
        new IntegerOption(
            "NominalBatch",
            "auto",
            1,
            65_536,
            "Images an optimiser step: gradients of several batches add up to it, and rate and weight decay "
                + $"refer to it; auto: {NominalBatchChoice.Usual}, or fewer where a training would have less than "
                + $"{NominalBatchChoice.FewestSteps} steps."
        )
    );

    public static readonly NumberOption WarmupLimit = new(
        "WarmupLimit",
        "0.1",
        0,
        1,
        "The largest share of a training that its warm-up takes: the hyper-parameters' own would take half of a "
            + "short training. 1 leaves it to them."
    );

    public static readonly IntegerOption Seed = new(
        "Seed",
        "0",
        0,
        int.MaxValue,
        "Where all randomness starts: the same seed makes the same model on the same machine."
    );

    public static readonly DeviceOption Device = new("Device", "Where training runs.");

    public static readonly ChoiceOption Precision = new(
        "Precision",
        [
            new("auto", "whichever a short trial finds faster here"),
            new("fp32", "32-bit floats"),
            new("bf16", "mixed: bf16 arithmetic, fp32 master weights"),
        ],
        "The arithmetic of training and of imitation; auto measures both for a few seconds, and takes bf16 where "
            + "it is at least a tenth faster."
    );

    public static readonly IntegerOption TrainEpochs = new(
        "TrainEpochs",
        "0",
        0,
        100_000,
        "Epochs of dense training before pruning; its result is the accuracy baseline. 0: the base model is the "
            + "baseline."
    );

    public static readonly IntegerOption SparseEpochs = new(
        "SparseEpochs",
        "20",
        0,
        100_000,
        "Epochs of training with the sparsity penalty. 0 skips the stage; without a value it is 0 where "
            + "Granularity is not channel or Schedule is sensitivity."
    );

    public static readonly IntegerOption FineTuneEpochs = new(
        "FineTuneEpochs",
        "20",
        0,
        100_000,
        "Epochs of training after the cut. 0 skips the stage."
    );

    public static readonly AutoOption<double> SparsityPenalty = new(
        new NumberOption(
            "SparsityPenalty",
            "auto",
            0,
            10,
            "Weight of the penalty on channels in sparse training; auto adjusts it to how far the channels that "
                + "are to go have separated, and to the accuracy."
        )
    );

    public static readonly ChoiceOption SparsityRegularizer = new(
        "SparsityRegularizer",
        [
            new("scales", "L1 norm of the BatchNorm scales"),
            new("groups", "group lasso over all weights that stand or fall with a channel"),
        ],
        "What the penalty of sparse training weighs."
    );

    public static readonly ChoiceOption PenaltySchedule = new(
        "PenaltySchedule",
        [new("constant", "it stays"), new("falling", "it falls along a line to a tenth")],
        "How a given weight of SparsityPenalty goes through sparse training."
    );

    public static readonly ChoiceOption Importance = new(
        "Importance",
        [.. Pruners.Importance.All.Select(importance => new Choice(importance.Name, importance.Help))],
        "What makes a channel worth keeping."
    );

    public static readonly IntegerOption ImportanceBatches = new(
        "ImportanceBatches",
        "16",
        1,
        10_000,
        $"Batches of training images that "
            + $"{string.Join(", ", Pruners.Importance.All.Where(importance => importance.LooksAtImages).Select(importance => importance.Name))} "
            + $"and granularity layer look at, augmented as in training."
    );

    public static readonly ChoiceOption Granularity = new(
        "Granularity",
        [.. Pruners.Granularity.All.Select(granularity => new Choice(granularity.Name, granularity.Help))],
        "What is removed. Channels and layers make a smaller, faster network; weight and 2:4 leave its shape, "
            + "shrink the compressed file, and change no latency."
    );

    public static readonly ChoiceOption Schedule = new(
        "Schedule",
        [
            new(
                "auto",
                "early where sparse training chooses its own penalty, gradual where that weighs groups, else one-shot"
            ),
            new("early", "channels go before sparse training, which trains what is left, and are cut once"),
            new("one-shot", "channels vanish together in sparse training, if there is one, and are cut once"),
            new("gradual", "channels vanish epoch by epoch in sparse training, and are cut once"),
            new("iterative", "prune a little, fine-tune, again, in PruneSteps rounds"),
            new("sensitivity", "measure what each group of layers loses, and prune by that, without sparse training"),
        ],
        "How pruning proceeds."
    );

    public static readonly IntegerOption PruneSteps = new(
        "PruneSteps",
        "1",
        1,
        100,
        "Rounds of an iterative schedule, each with its part of the FineTuneEpochs; 1 with any other."
    );

    public static readonly AutoOption<int> ChannelMultiple = new(
        new IntegerOption(
            "ChannelMultiple",
            "auto",
            1,
            256,
            "Kept channel counts are multiples of this; auto: what ONNX Runtime is fast at."
        )
    );

    public static readonly AutoOption<int> Resolution = new(
        new IntegerOption(
            "Resolution",
            "auto",
            32,
            4096,
            "Pixels of the sides at which the pruned network looks at an image, at most ImageSize and a multiple "
                + "of the network's largest stride. The model takes images of ImageSize all the same, and reduces them "
                + "itself: fewer pixels save operations and leave the channels that a cut would take. auto: ImageSize "
                + "where training can bring back what a cut of channels takes, else the one of a few sizes that keeps "
                + "most of the accuracy on the validation images."
        )
    );

    public static readonly SwitchOption Reconstruct = new(
        "Reconstruct",
        "Whether the weights that a cut of channels leaves are fitted, by least squares, to what the whole "
            + "network gives on training images. Takes seconds, no epochs.",
        standard: true
    );

    public static readonly AutoOption<int> ImitationSteps = new(
        new IntegerOption(
            "ImitationSteps",
            "auto",
            0,
            100_000,
            "Steps after a cut of channels in which what is left imitates the whole network, at the output and "
                + "in every layer, on training images and without their labels; auto: as many as 60 epochs have, at "
                + "most 500, and none in a project that trains nothing after its cut. 0: no imitation."
        )
    );

    public static readonly IntegerOption Freeze = new(
        "Freeze",
        "0",
        0,
        1000,
        "Leading layers that fine-tuning leaves as they are."
    );

    public static readonly ChoiceOption Activation = new(
        "Activation",
        ActivationChoice.Choices,
        "What stands behind the convolutions of the pruned network: exchanged at the cut, and learnt in the training "
            + "behind it. A ReLU is the fastest in 8-bit integers."
    );

    public static readonly ChoiceOption LearningRateSchedule = new(
        "LearningRateSchedule",
        [new("linear", "a line from lr0 to lr0·lrf"), new("cosine", "half a cosine wave between the same ends")],
        "How the learning rate falls from a training's first epoch to its last; each of the three trainings has "
            + "its own."
    );

    public static readonly AutoOption<double> LabelSmoothing = new(
        new NumberOption(
            "LabelSmoothing",
            "auto",
            0,
            1,
            "How far class targets are drawn from 0 and 1; auto: label_smoothing of the Hyperparameters, or 0."
        )
    );

    public static readonly SwitchOption MultiScale = new(
        "MultiScale",
        "Whether each batch has a size of its own, from half to one and a half times ImageSize; takes up to 2.25 "
            + "times the memory."
    );

    public static readonly SwitchOption ImageWeights = new(
        "ImageWeights",
        "Whether an epoch draws images by class weight, instead of each once: rare classes, and those that the "
            + "network finds badly, come more often."
    );

    public static readonly SwitchOption AutoAnchor = new(
        "AutoAnchor",
        "Whether the first training that runs checks the anchors against the dataset's boxes, and fits them "
            + "where fewer than 98 % of the boxes could be learnt.",
        standard: true
    );

    public static readonly IntegerOption Patience = new(
        "Patience",
        "100",
        0,
        100_000,
        "Epochs without a better one after which dense training and fine-tuning stop; 0 never. Sparse training "
            + "always runs to its end."
    );

    public static readonly ChoiceOption Distillation = new(
        "Distillation",
        [
            new("auto", "output, unless the baseline's anchors are not the network's"),
            new("none", "learn from the labels only"),
            new("output", "imitate the teacher's output"),
            new("feature", "imitate its feature maps at the head's inputs, too"),
        ],
        "Whether the trainings after the baseline also imitate a teacher: its boxes and classes where it sees "
            + "objects, its objectness everywhere."
    );

    public static readonly TextOption Teacher = new(
        "Teacher",
        "a checkpoint of the same classes, strides and anchors; by default the baseline",
        false,
        "The network that distillation imitates."
    );

    public static readonly NumberOption DistillationOutputWeight = new(
        "DistillationOutputWeight",
        "1",
        0,
        100,
        "Weight of the teacher's output against the labels, with the same gains for box, objectness and class; 0 "
            + "with 'feature' leaves the maps alone."
    );

    public static readonly NumberOption DistillationFeatureWeight = new(
        "DistillationFeatureWeight",
        "0.1",
        0,
        100,
        "Weight of the feature maps' relative distance, which is 1 for a student that says nothing and 0 for its "
            + "teacher."
    );

    public static readonly NumberOption DistillationTemperature = new(
        "DistillationTemperature",
        "1",
        0.1,
        100,
        "What class logits are divided by before student and teacher are compared; above 1, unlikely classes "
            + "count more."
    );

    public static readonly SwitchOption DistillSparseTraining = new(
        "DistillSparseTraining",
        "Whether sparse training imitates the teacher as well.",
        standard: true
    );

    public static readonly ChoiceOption Quantization = new(
        "Quantization",
        [
            new(QuantizeOptions.None, "32-bit floats"),
            new(QuantizeOptions.Int8, "8-bit integers"),
            new(
                QuantizeOptions.Auto,
                "8-bit integers where they cost no more than AccuracyBudget and are measured to be faster here"
            ),
        ],
        "The arithmetic of the exported model. A Latency target counts it, other targets count the network in "
            + "floats; gates judge what ships."
    );

    public static readonly NumberOption AccuracyBudget = new(
        "AccuracyBudget",
        "0.005",
        0,
        1,
        "What 8-bit integers may cost of the pruned network's mAP50-95 on the gate split, 0 to 1: layers return to "
            + "floats, those first whose integers cost most, until it holds."
    );

    public static readonly IntegerOption CalibrationImages = new(
        "CalibrationImages",
        "64",
        1,
        100_000,
        "Training images on which the ranges of 8-bit integers are found, at most."
    );

    public static readonly IntegerOption QuantizeAwareEpochs = new(
        "QuantizeAwareEpochs",
        "0",
        0,
        100_000,
        "Epochs of training behind fine-tuning in which numbers are rounded as 8-bit integers will have them, at a "
            + "tenth of the learning rate. 0: ranges are found after training."
    );

    public static readonly IntegerOption OnnxOpset = new(
        "OnnxOpset",
        "17",
        12,
        21,
        "The ONNX operator set of the exported model."
    );

    public static readonly SwitchOption IncludeNms = new(
        "IncludeNms",
        "Whether the exported model also removes overlapping boxes: at the confidence of the best F1 and an overlap of "
            + "0.45, both of which Pruning.Runtime can change. Otherwise it ends at the raw boxes."
    );

    public static readonly ChoiceOption GateSplit = new(
        "GateSplit",
        [new("val", "the validation images"), new("test", "the test images"), new("train", "the training images")],
        "The images that gates and baseline are measured on. Training never sees test."
    );

    public static readonly TextOption Hyperparameters = new(
        "Hyperparameters",
        "the path of a yaml with the usual YOLOv5 keys (lr0, momentum, box, mosaic, …)",
        false,
        "Training's rates, gains and augmentation; what it does not name keeps the built-in value."
    );

    public static readonly AutoOption<long> ImageCacheMemory = new(
        new ByteSizeOption(
            "ImageCacheMemory",
            "auto",
            "Memory for decoded training images; auto: a quarter of what is free, at most 4 GiB. Changes no result."
        )
    );

    public static readonly AutoOption<long> ImageCacheDisk = new(
        new ByteSizeOption(
            "ImageCacheDisk",
            "auto",
            "Disk beside the checkpoints for decoded training images that memory does not take, given back when "
                + "the training ends; auto: a quarter of what is free, at most 16 GiB. Changes no result."
        )
    );

    public static readonly ChoiceOption GateSeverity = new(
        "PruningGateSeverity",
        [
            new("", "each gate's own"),
            new("error", "failing gates fail the build"),
            new("warning", "failing gates only warn"),
        ],
        "Overrides the severity of all gates."
    );

    public static readonly SwitchOption AcceptBaseline = new(
        "PruningAcceptBaseline",
        "Whether this build's metrics become the locked baseline, the .pruning.lock.json beside the project, "
            + "instead of being compared with it."
    );

    public static readonly NumberOption BaselineAccuracySlack = new(
        "PruningBaselineAccuracySlack",
        "0.01",
        0,
        1,
        "Absolute points that mAP may be below the locked baseline; a class's AP50 may be three times as far."
    );

    public static readonly NumberOption BaselineConfidence = new(
        "PruningBaselineConfidence",
        "0.95",
        0.5,
        0.999,
        "How sure it has to be, on the split's images, that an accuracy is below the locked baseline by more "
            + "than the slack: less passes, and is said."
    );

    public static readonly AutoOption<int> BaselineResamples = new(
        new IntegerOption(
            "PruningBaselineResamples",
            "auto",
            50,
            100_000,
            "How often the split's images are drawn anew to find that out, always the same draws; auto: 1000, "
                + "and fewer where many images leave less to chance."
        )
    );

    public static readonly NumberOption BaselineCostSlack = new(
        "PruningBaselineCostSlack",
        "0.01",
        0,
        10,
        "The share by which parameters, FLOPs, file size and the latency ratio's spread may be above the locked "
            + "baseline."
    );

    public static readonly ReportListOption Reports = new(
        "PruningReports",
        "html",
        "Reports to write beside report.json and report.md: "
            + $"{string.Join("; ", ReportFormat.All.Select(format => $"{format.Name} has {format.Content}"))}."
    );

    public static readonly SwitchOption NoCache = new(
        "PruningNoCache",
        "Whether to do every stage again, whatever the cache holds."
    );

    public static readonly SwitchOption FailIfNotCached = new(
        "PruningFailIfNotCached",
        "Whether to fail instead of training when a result is not in the cache."
    );

    public static readonly WebAddressOption RemoteCache = new(
        "PruningRemoteCache",
        "A cache of stage results that machines share, over plain HTTP GET and PUT: results that are not in the "
            + "local cache are fetched from there."
    );

    public static readonly SwitchOption RemoteCachePush = new(
        "PruningRemoteCachePush",
        "Whether results are also put into PruningRemoteCache; for machines whose results others may trust."
    );

    public static readonly IntegerOption RemoteCacheTimeout = new(
        "PruningRemoteCacheTimeout",
        "10",
        1,
        600,
        "Seconds that PruningRemoteCache may be silent before the build goes on without it."
    );

    public static readonly ChoiceOption Executor = new(
        "PruningExecutor",
        [new("local", "on this machine"), new("slurm", "what trains or measures accuracy, as jobs of a Slurm cluster")],
        "Where a build's stages run; changes no result."
    );

    public static readonly TextOption SlurmPartition = new(
        "SlurmPartition",
        "a partition's name; by default the cluster's own default",
        false,
        "The Slurm partition that jobs are submitted to."
    );

    public static readonly TextOption SlurmAccount = new(
        "SlurmAccount",
        "an account's name; by default the user's own",
        false,
        "The Slurm account that jobs are charged to."
    );

    public static readonly IntegerOption SlurmTime = new(
        "SlurmTime",
        "240",
        5,
        525_600,
        "Minutes that a Slurm job may take; a training that needs more goes on in the next job, from its last epoch."
    );

    public static readonly ByteSizeOption SlurmMemory = new(
        "SlurmMemory",
        "8 GB",
        "Memory that a Slurm job asks for; 0 for all that a node has."
    );

    public static readonly IntegerOption SlurmProcessors = new(
        "SlurmProcessors",
        "4",
        1,
        1024,
        "Processors that a Slurm job asks for and computes with."
    );

    public static readonly TextOption SlurmGres = new(
        "SlurmGres",
        "what sbatch --gres takes, such as gpu:1",
        false,
        "What else a Slurm job needs of its node."
    );

    public static readonly TextOption SlurmConstraint = new(
        "SlurmConstraint",
        "what sbatch --constraint takes, such as avx512",
        false,
        "Features that a Slurm job's node has to have."
    );

    public static readonly TextOption SigningKey = new(
        "PruningSigningKey",
        "a PEM or PKCS #12 file",
        false,
        "The private key, with its certificates or without, that signs the model and how it came about, on P-256, P-384 "
            + "or P-521; nothing is signed without one."
    );

    public static readonly TextOption SigningPasswordVariable = new(
        "PruningSigningPasswordVariable",
        "an environment variable's name",
        false,
        "The environment variable that holds the password of PruningSigningKey, where it has one."
    );

    public static readonly TextOption TorchFolder = new(
        "PruningTorchFolder",
        "a folder; by default that of the package that the SDK restores",
        false,
        "Where libtorch's native libraries are; the SDK sets it."
    );

    public static readonly SwitchOption PatchNativeLibraries = new(
        "PruningPatchNativeLibraries",
        "Whether a native library that an older or smaller Linux refuses, for needs that its code never uses, is "
            + "loaded as a copy without them; false says which system packages to install.",
        standard: true
    );

    /// <summary>All options.</summary>
    public static ImmutableArray<ProjectOption> All { get; } =
    [
        BaseModel,
        Dataset,
        SingleClass,
        StrictData,
        ImageSize,
        BatchSize,
        NominalBatch,
        WarmupLimit,
        Seed,
        Device,
        Precision,
        TrainEpochs,
        SparseEpochs,
        FineTuneEpochs,
        SparsityPenalty,
        SparsityRegularizer,
        PenaltySchedule,
        Importance,
        ImportanceBatches,
        Granularity,
        Schedule,
        PruneSteps,
        ChannelMultiple,
        Resolution,
        Reconstruct,
        ImitationSteps,
        Freeze,
        Activation,
        LearningRateSchedule,
        LabelSmoothing,
        MultiScale,
        ImageWeights,
        AutoAnchor,
        Patience,
        Distillation,
        Teacher,
        DistillationOutputWeight,
        DistillationFeatureWeight,
        DistillationTemperature,
        DistillSparseTraining,
        Quantization,
        AccuracyBudget,
        CalibrationImages,
        QuantizeAwareEpochs,
        OnnxOpset,
        IncludeNms,
        GateSplit,
        Hyperparameters,
        ImageCacheMemory,
        ImageCacheDisk,
        GateSeverity,
        AcceptBaseline,
        BaselineAccuracySlack,
        BaselineConfidence,
        BaselineResamples,
        BaselineCostSlack,
        Reports,
        NoCache,
        FailIfNotCached,
        RemoteCache,
        RemoteCachePush,
        RemoteCacheTimeout,
        Executor,
        SlurmPartition,
        SlurmAccount,
        SlurmTime,
        SlurmMemory,
        SlurmProcessors,
        SlurmGres,
        SlurmConstraint,
        SigningKey,
        SigningPasswordVariable,
        TorchFolder,
        PatchNativeLibraries,
    ];

    /// <summary>Build knobs that the SDK itself reads; known here so that nobody calls them misspelt.</summary>
    public static ImmutableArray<string> BuildKnobs { get; } =
    ["PruningCacheDir", "PruningToolPath", "PruningTorchPackage", "PruningTorchVersion"];
}
