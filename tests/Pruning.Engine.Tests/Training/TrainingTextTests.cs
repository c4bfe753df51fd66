using Pruning.Training.Sparsity;

namespace Pruning.Training;

public class TrainingTextTests
{
    private static readonly LossValues Losses = new(0.1, 0.02, 0.003);

    [Fact]
    public void An_epoch_with_a_penalty_says_how_far_the_channels_have_separated()
    {
        var record = new EpochRecord(
            3,
            Losses,
            0.01,
            39,
            1,
            0.5,
            0.6,
            0.7,
            0.4,
            new ScaleStatistics(0, 1, 2, 0.1, Separation: 0.4321, Weight: 0.2)
        );
        Assert.Contains(
            "cls 0.0030, separation 0.432, P 0.500, R 0.600, mAP50 0.700, mAP50-95 0.400",
            Of(record),
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("separation", Of(record with { Scales = null }), StringComparison.Ordinal);
    }

    private static string Of(EpochRecord record) =>
        TrainingText.Of(new TrainingProgress(3, 15, 13, 13, Losses, 30, null, record));
}
