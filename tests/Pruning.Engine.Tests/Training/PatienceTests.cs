namespace Pruning.Training;

public class PatienceTests
{
    [Theory]
    [InlineData(2, false, 0.1, 0.5, 0.4)]
    [InlineData(2, true, 0.1, 0.5, 0.4, 0.4)]
    [InlineData(2, false, 0.1, 0.5, 0.4, 0.5)] // as good counts as better
    [InlineData(2, false, 0.0, 0.0, 0.0, 0.0)] // nothing found yet is no standstill
    [InlineData(0, false, 0.5, 0.4, 0.4, 0.4, 0.4)]
    [InlineData(1, true, 0.5, 0.4)]
    public void It_counts_the_epochs_since_the_best(int patience, bool isOver, params double[] fitness) =>
        Assert.Equal(
            isOver,
            Patience.IsOver([.. fitness.Select((value, index) => Record(index + 1, value))], patience)
        );

    [Fact]
    public void Unwatched_trainings_never_stop_early() =>
        Assert.False(Patience.IsOver([Record(1, null), Record(2, null), Record(3, null)], 1));

    private static EpochRecord Record(int epoch, double? value) =>
        new(epoch, default, 0, 0, 0, null, null, value, value, null);
}
