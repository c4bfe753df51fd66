namespace Pruning.Training.Sparsity;

public class ShrinkageScheduleTests
{
    [Fact]
    public void Without_a_measured_accuracy_two_fifths_of_the_steps_lead_to_zero()
    {
        var pace = new ShrinkageSchedule(100);
        Assert.Equal(40, StepsToTheEnd(pace, _ => { }));
    }

    [Fact]
    public void A_training_that_loses_much_gets_more_time_but_ends_in_time() =>
        Assert.InRange(StepsToTheEnd(new ShrinkageSchedule(100), pace => pace.See(0.2, lost: 0.5)), 55, 60);

    [Fact]
    public void A_training_that_loses_little_goes_faster() =>
        Assert.InRange(StepsToTheEnd(new ShrinkageSchedule(100), pace => pace.See(0.2, lost: 0.02)), 20, 30);

    [Fact]
    public void What_lies_between_changes_nothing() =>
        Assert.Equal(40, StepsToTheEnd(new ShrinkageSchedule(100), pace => pace.See(0.2, lost: 0.2)));

    [Fact]
    public void Where_channels_have_separated_the_penalty_ends() =>
        Assert.Equal(11, StepsToTheEnd(new ShrinkageSchedule(100), pace => pace.See(0.995, lost: 0.5)));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void The_shortest_training_ends_too(int steps) =>
        Assert.True(StepsToTheEnd(new ShrinkageSchedule(steps), _ => { }) <= steps);

    // An epoch is ten steps.
    private static int StepsToTheEnd(ShrinkageSchedule pace, Action<ShrinkageSchedule> afterEpoch)
    {
        for (var step = 1; step <= 200; step++)
        {
            pace.Advance(step);
            if (pace.IsDone)
                return step;
            if (step % 10 == 0)
                afterEpoch(pace);
        }

        return int.MaxValue;
    }
}
