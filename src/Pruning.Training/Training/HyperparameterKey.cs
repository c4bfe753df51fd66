using System.Collections.Immutable;
using Pruning.Data;

namespace Pruning.Training;

/// <summary>One key of YOLOv5's hyper-parameter yaml: its name, its range, and where its value is.</summary>
internal sealed record HyperparameterKey(
    string Name,
    double Minimum,
    double Maximum,
    Func<(Hyperparameters Training, AugmentationOptions Images), double> Get,
    Func<
        (Hyperparameters Training, AugmentationOptions Images),
        double,
        (Hyperparameters Training, AugmentationOptions Images)
    > Set
)
{
    /// <summary>Why a value outside the range cannot be used, where that needs more words than the range.</summary>
    public string? Refusal { get; private init; }

    /// <summary>Whether anything depends on it.</summary>
    public bool HasEffect { get; private init; } = true;

    public static ImmutableArray<HyperparameterKey> All { get; } =
    [
        Training("lr0", 0, 10, from => from.LearningRate, (to, value) => to with { LearningRate = value }),
        Training("lrf", 0, 1, from => from.FinalRateShare, (to, value) => to with { FinalRateShare = value }),
        Training("momentum", 0, 1, from => from.Momentum, (to, value) => to with { Momentum = value }),
        Training("weight_decay", 0, 1, from => from.WeightDecay, (to, value) => to with { WeightDecay = value }),
        Training("warmup_epochs", 0, 1000, from => from.WarmupEpochs, (to, value) => to with { WarmupEpochs = value }),
        Training(
            "warmup_momentum",
            0,
            1,
            from => from.WarmupMomentum,
            (to, value) => to with { WarmupMomentum = value }
        ),
        Training(
            "warmup_bias_lr",
            0,
            10,
            from => from.WarmupBiasRate,
            (to, value) => to with { WarmupBiasRate = value }
        ),
        Training("box", 0, 1000, from => from.BoxGain, (to, value) => to with { BoxGain = value }),
        Training("cls", 0, 1000, from => from.ClassGain, (to, value) => to with { ClassGain = value }),
        Training(
            "cls_pw",
            0,
            1000,
            from => from.ClassPositiveWeight,
            (to, value) => to with { ClassPositiveWeight = value }
        ),
        Training("obj", 0, 1000, from => from.ObjectnessGain, (to, value) => to with { ObjectnessGain = value }),
        Training(
            "obj_pw",
            0,
            1000,
            from => from.ObjectnessPositiveWeight,
            (to, value) => to with { ObjectnessPositiveWeight = value }
        ),
        Training("anchor_t", 1, 1000, from => from.AnchorRatio, (to, value) => to with { AnchorRatio = value }),
        Training("fl_gamma", 0, 10, from => from.FocalGamma, (to, value) => to with { FocalGamma = value }),
        Training(
            "label_smoothing",
            0,
            1,
            from => from.LabelSmoothing,
            (to, value) => to with { LabelSmoothing = value }
        ),
        Image("hsv_h", 0, 1, from => from.HueGain, (to, value) => to with { HueGain = value }),
        Image("hsv_s", 0, 1, from => from.SaturationGain, (to, value) => to with { SaturationGain = value }),
        Image("hsv_v", 0, 1, from => from.ValueGain, (to, value) => to with { ValueGain = value }),
        Image("degrees", 0, 180, from => from.RotationDegrees, (to, value) => to with { RotationDegrees = value }),
        Image("translate", 0, 1, from => from.Translation, (to, value) => to with { Translation = value }),
        Image("scale", 0, 1, from => from.Scale, (to, value) => to with { Scale = value }),
        Image("shear", 0, 89, from => from.ShearDegrees, (to, value) => to with { ShearDegrees = value }),
        Image("perspective", 0, 0.001, from => from.Perspective, (to, value) => to with { Perspective = value }),
        Image("flipud", 0, 1, from => from.FlipVertical, (to, value) => to with { FlipVertical = value }),
        Image("fliplr", 0, 1, from => from.FlipHorizontal, (to, value) => to with { FlipHorizontal = value }),
        Image("mosaic", 0, 1, from => from.Mosaic, (to, value) => to with { Mosaic = value }),
        Image("mixup", 0, 1, from => from.MixUp, (to, value) => to with { MixUp = value }),
        Image("copy_paste", 0, 1, from => from.CopyPaste, (to, value) => to with { CopyPaste = value }),
        // The original reads it too, and nothing there depends on it.
        new("iou_t", 0, 1, _ => 0, (to, _) => to) { HasEffect = false },
        new("anchors", 0, 0, _ => 0, (to, _) => to)
        {
            HasEffect = false,
            Refusal =
                "it asks for a head with another number of anchors, drawn anew. The base model says how many "
                + "anchors its head has, and AutoAnchor fits their sizes to the dataset; remove the key, or set it "
                + "to 0",
        },
    ];

    private static HyperparameterKey Training(
        string name,
        double minimum,
        double maximum,
        Func<Hyperparameters, double> get,
        Func<Hyperparameters, double, Hyperparameters> set
    ) => new(name, minimum, maximum, from => get(from.Training), (to, value) => (set(to.Training, value), to.Images));

    private static HyperparameterKey Image(
        string name,
        double minimum,
        double maximum,
        Func<AugmentationOptions, double> get,
        Func<AugmentationOptions, double, AugmentationOptions> set
    ) => new(name, minimum, maximum, from => get(from.Images), (to, value) => (to.Training, set(to.Images, value)));
}
