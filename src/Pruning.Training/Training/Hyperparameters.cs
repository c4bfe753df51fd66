using Pruning.Yolo.Heads;

namespace Pruning.Training;

/// <summary>
/// The optimiser's and the loss's numbers, with YOLOv5's defaults ("scratch-low"); the names in parentheses are its
/// yaml keys. What concerns images is in <see cref="Data.AugmentationOptions"/>; <see cref="HyperparameterFile"/> reads
/// both from one yaml.
/// </summary>
public sealed record Hyperparameters
{
    /// <summary>Initial learning rate (<c>lr0</c>).</summary>
    public double LearningRate { get; init; } = 0.01;

    /// <summary>Final learning rate as a share of the initial one (<c>lrf</c>).</summary>
    public double FinalRateShare { get; init; } = 0.01;

    /// <summary>SGD's Nesterov momentum (<c>momentum</c>).</summary>
    public double Momentum { get; init; } = 0.937;

    /// <summary>Decay of convolution weights at a nominal batch of 64 (<c>weight_decay</c>).</summary>
    public double WeightDecay { get; init; } = 0.0005;

    /// <summary>Epochs of warm-up, 100 iterations at least (<c>warmup_epochs</c>).</summary>
    public double WarmupEpochs { get; init; } = 3;

    /// <summary>Momentum where the warm-up begins (<c>warmup_momentum</c>).</summary>
    public double WarmupMomentum { get; init; } = 0.8;

    /// <summary>The biases' learning rate where the warm-up begins (<c>warmup_bias_lr</c>).</summary>
    public double WarmupBiasRate { get; init; } = 0.1;

    /// <summary>Weight of the box loss (<c>box</c>).</summary>
    public double BoxGain { get; init; } = 0.05;

    /// <summary>Weight of the class loss at 80 classes (<c>cls</c>).</summary>
    public double ClassGain { get; init; } = 0.5;

    /// <summary>Weight of a positive class target (<c>cls_pw</c>).</summary>
    public double ClassPositiveWeight { get; init; } = 1;

    /// <summary>Weight of the objectness loss at 640 pixels (<c>obj</c>).</summary>
    public double ObjectnessGain { get; init; } = 1;

    /// <summary>Weight of a positive objectness target (<c>obj_pw</c>).</summary>
    public double ObjectnessPositiveWeight { get; init; } = 1;

    /// <summary>An anchor takes a box when neither side differs by this factor (<c>anchor_t</c>).</summary>
    public double AnchorRatio { get; init; } = BoxDecoding.LargestRatio;

    /// <summary>Exponent of the focal loss; 0 is plain cross-entropy (<c>fl_gamma</c>).</summary>
    public double FocalGamma { get; init; }

    /// <summary>How far class targets are drawn from 0 and 1 (<c>label_smoothing</c>).</summary>
    public double LabelSmoothing { get; init; }
}
