namespace Pruning.Training;

/// <summary>
/// When a training is said to have ended too early: at a rise that noise does not explain, up to the end.
/// </summary>
public class RisingAccuracyTests
{
    // Steel, 100 images, 30 epochs from the official weights; 60 end at .302.
    private static readonly double[] Steel =
    [
        .020,
        .012,
        .016,
        .010,
        .017,
        .024,
        .028,
        .043,
        .075,
        .106,
        .113,
        .147,
        .163,
        .154,
        .122,
        .133,
        .177,
        .205,
        .235,
        .247,
        .253,
        .255,
        .258,
        .261,
        .263,
        .264,
        .264,
        .268,
        .271,
        .272,
    ];

    // Blood cells, 100 images, the same; 60 end at .584.
    private static readonly double[] BloodCells =
    [
        .094,
        .143,
        .078,
        .208,
        .259,
        .257,
        .350,
        .308,
        .449,
        .439,
        .419,
        .473,
        .511,
        .515,
        .529,
        .558,
        .566,
        .567,
        .573,
        .574,
        .569,
        .568,
        .566,
        .569,
        .572,
        .567,
        .568,
        .569,
        .572,
        .573,
    ];

    // Everything one class, 80 images: training takes the official weights back, and comes near them again.
    private static readonly double[] Recovering =
    [
        .269,
        .201,
        .150,
        .122,
        .124,
        .115,
        .109,
        .142,
        .144,
        .158,
        .168,
        .172,
        .171,
        .185,
        .190,
        .191,
        .190,
        .194,
        .195,
        .200,
        .200,
        .201,
        .202,
        .206,
        .206,
        .208,
        .208,
        .209,
        .210,
        .210,
    ];

    [Fact]
    public void A_training_that_twice_the_epochs_improve_clearly_is_told_of()
    {
        var rise = RisingAccuracy.Detect(History(Steel));

        Assert.NotNull(rise);
        Assert.Equal(6, rise.Span);
        Assert.Equal(.2515, rise.Before, 4);
        Assert.Equal(.2670, rise.After, 4);
    }

    [Fact]
    public void One_that_has_levelled_off_is_not() => Assert.Null(RisingAccuracy.Detect(History(BloodCells)));

    [Fact]
    public void Nor_one_whose_best_epoch_lies_behind_it() => Assert.Null(RisingAccuracy.Detect(History(Recovering)));

    [Fact]
    public void A_rise_within_the_noise_is_none()
    {
        double[] noisy = [.1, .2, .1, .2, .1, .2, .20, .32, .18, .30, .22, .31, .19, .30, .20, .32, .24, .30, .22, .33];

        Assert.Null(RisingAccuracy.Detect(History(noisy)));
        Assert.NotNull(
            RisingAccuracy.Detect(History([.. Enumerable.Range(0, 20).Select(epoch => .1 + (.01 * epoch))]))
        );
    }

    [Fact]
    public void Few_epochs_and_unwatched_ones_say_nothing()
    {
        Assert.Null(RisingAccuracy.Detect(History([.1, .2, .3, .4, .5, .6, .7, .8, .9])));
        Assert.Null(RisingAccuracy.Detect([.. Enumerable.Range(1, 30).Select(epoch => Record(epoch, null))]));
        Assert.Null(RisingAccuracy.Detect([]));
    }

    private static EpochRecord[] History(double[] accuracies) =>
        [.. accuracies.Select((accuracy, index) => Record(index + 1, accuracy))];

    private static EpochRecord Record(int epoch, double? accuracy) =>
        new(epoch, default, 0, 0, 0, accuracy, accuracy, accuracy, accuracy, null);
}
