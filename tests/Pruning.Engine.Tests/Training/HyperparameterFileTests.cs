using Pruning.Data;
using Pruning.Diagnostics;

namespace Pruning.Training;

public sealed class HyperparameterFileTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"hyp-{Guid.NewGuid():N}.yaml");

    [Fact]
    public void Keys_of_both_kinds_are_read_and_the_rest_keep_their_defaults()
    {
        var (training, images) = Read(
            "# mine\nlr0: 0.02\nbox: 0.07 # weight\nmosaic: 0.5\niou_t: 0.2\ncopy_paste: 0.0\n"
        );
        Assert.Equal(new Hyperparameters { LearningRate = 0.02, BoxGain = 0.07 }, training);
        Assert.Equal(new AugmentationOptions { Mosaic = 0.5 }, images);
    }

    [Fact]
    public void The_originals_defaults_are_ours()
    {
        var defaults = new Hyperparameters();
        double[] expected = [0.01, 0.01, 0.937, 0.0005, 3, 0.8, 0.1, 0.05, 0.5, 1, 1, 1, 4, 0, 0];
        double[] actual =
        [
            defaults.LearningRate,
            defaults.FinalRateShare,
            defaults.Momentum,
            defaults.WeightDecay,
            defaults.WarmupEpochs,
            defaults.WarmupMomentum,
            defaults.WarmupBiasRate,
            defaults.BoxGain,
            defaults.ClassGain,
            defaults.ClassPositiveWeight,
            defaults.ObjectnessGain,
            defaults.ObjectnessPositiveWeight,
            defaults.AnchorRatio,
            defaults.FocalGamma,
            defaults.LabelSmoothing,
        ];
        Assert.Equal(expected, actual);
        Assert.Equal((defaults, new AugmentationOptions()), Read(""));
    }

    [Theory]
    [InlineData("momentun: 0.9", "Did you mean 'momentum'?", 1)]
    [InlineData("box: 0.05\nlr0: fast", "'lr0: fast' is not a number", 2)]
    [InlineData("hsv_h: 1.5", "out of its range, 0 to 1", 1)]
    [InlineData("copy_paste: 1.3", "out of its range, 0 to 1", 1)]
    [InlineData(
        "lr0: 0.1\nanchors: 3",
        "'anchors: 3' is not done: it asks for a head with another number of anchors",
        2
    )]
    [InlineData("lr0: nan", "not a number", 1)]
    [InlineData("lr0: 0.1\nlr0: 0.2", "given twice", 2)]
    [InlineData("lr0: [1, 2]", "not a number", 1)]
    [InlineData("- lr0", "no list of 'key: number'", 1)]
    [InlineData("lr0: 'open", "cannot be used", 1)]
    [InlineData("lr0: 0.1\nbox: !<a b> 1", "cannot be used", 2)]
    public void What_is_wrong_is_said_with_its_line(string text, string message, int line)
    {
        var error = Assert.Throws<PruneException>(() => Read(text));
        Assert.Equal(Codes.InvalidHyperparameters, error.Code);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Equal(line, error.Diagnostic.Location!.Value.Line);
    }

    [Fact]
    public void Another_encoding_is_refused_and_UTF_16_with_its_mark_is_read()
    {
        File.WriteAllBytes(_path, [.. "lr0: 0.1\n# gr"u8, 0xF6, 0xDF, .. "er\n"u8]);
        var error = Assert.Throws<PruneException>(() => HyperparameterFile.Read(_path));
        Assert.Equal((Codes.InvalidHyperparameters, 2), (error.Code, error.Diagnostic.Location!.Value.Line));
        Assert.Contains("it is not in UTF-8: line 2 has the byte 0xF6", error.Message, StringComparison.Ordinal);

        File.WriteAllText(_path, "lr0: 0.1\n", System.Text.Encoding.Unicode);
        Assert.Equal(0.1, HyperparameterFile.Read(_path).Training.LearningRate);
    }

    /// <summary>
    /// The keys of every yaml that the original ships (scratch-low, -med, -high, no-augmentation, VOC, Objects365),
    /// their values apart.
    /// </summary>
    [Fact]
    public void Every_key_of_the_original_is_known()
    {
        var (training, images) = Read(
            """
            lr0: 0.01
            lrf: 0.1
            momentum: 0.937
            weight_decay: 0.0005
            warmup_epochs: 3.0
            warmup_momentum: 0.8
            warmup_bias_lr: 0.1
            box: 0.05
            cls: 0.3
            cls_pw: 1.0
            obj: 0.7
            obj_pw: 1.0
            iou_t: 0.20
            anchor_t: 4.0
            anchors: 0
            fl_gamma: 0.0
            hsv_h: 0.015
            hsv_s: 0.7
            hsv_v: 0.4
            degrees: 0.0
            translate: 0.1
            scale: 0.9
            shear: 0.0
            perspective: 0.0
            flipud: 0.0
            fliplr: 0.5
            mosaic: 1.0
            mixup: 0.1
            copy_paste: 0.1
            label_smoothing: 0.05
            """
        );
        Assert.Equal(
            new Hyperparameters
            {
                FinalRateShare = 0.1,
                ClassGain = 0.3,
                ObjectnessGain = 0.7,
                LabelSmoothing = 0.05,
            },
            training
        );
        Assert.Equal(
            new AugmentationOptions
            {
                Scale = 0.9,
                MixUp = 0.1,
                CopyPaste = 0.1,
            },
            images
        );
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        var error = Assert.Throws<PruneException>(() => HyperparameterFile.Read(_path));
        Assert.Contains(_path, error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => File.Delete(_path);

    private (Hyperparameters Training, AugmentationOptions Images) Read(string text)
    {
        File.WriteAllText(_path, text);
        return HyperparameterFile.Read(_path);
    }
}
