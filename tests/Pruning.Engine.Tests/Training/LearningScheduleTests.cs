namespace Pruning.Training;

public class LearningScheduleTests
{
    // The blood cells: 205 images in batches of 16.
    private const int Batches = 13;

    [Fact]
    public void The_warm_up_rises_as_the_originals_does()
    {
        var schedule = new LearningSchedule(new TrainingOptions { Epochs = 30, WarmupLimit = 1 }, Batches);
        Assert.Equal(100, schedule.Warmup);
        var first = schedule.At(0);
        Assert.Equal(new SchedulePoint(0, 0.1, 0.8, 1), first);
        var middle = schedule.At(50); // in epoch 3 of 30
        var rate = 0.01 * ((1 - (3 / 30.0)) * 0.99 + 0.01);
        Assert.Equal(rate / 2, middle.Rate, 1e-12);
        Assert.Equal((0.1 + rate) / 2, middle.BiasRate, 1e-12);
        Assert.Equal((0.8 + 0.937) / 2, middle.Momentum, 1e-12);
        Assert.Equal(2, middle.Accumulate);
        var last = schedule.At((Batches * 30) - 1);
        Assert.Equal(0.01 * ((1 - (29 / 30.0)) * 0.99 + 0.01), last.Rate, 1e-12);
        Assert.Equal(last.Rate, last.BiasRate);
        Assert.Equal(4, last.Accumulate);
    }

    [Theory]
    [InlineData(0.1, 0.01)]
    [InlineData(0.002, 0.002)]
    public void What_has_been_trained_is_not_shaken_by_its_biases(double asked, double begins)
    {
        var options = new TrainingOptions
        {
            Epochs = 30,
            Hyperparameters = new Hyperparameters { WarmupBiasRate = asked },
        };
        var schedule = new LearningSchedule(options, Batches, startsAnew: false);
        Assert.Equal(begins, schedule.At(0).BiasRate);
        Assert.Equal(asked, new LearningSchedule(options, Batches).At(0).BiasRate);
        Assert.Equal(schedule.At(200).Rate, schedule.At(200).BiasRate);
    }

    [Fact]
    public void Fifteen_epochs_of_a_small_set_are_few_steps()
    {
        var schedule = new LearningSchedule(new TrainingOptions { Epochs = 15, WarmupLimit = 1 }, Batches);
        Assert.Equal(72, schedule.CountSteps());
    }

    [Fact]
    public void A_short_training_warms_up_in_a_tenth_of_its_time_unless_told_otherwise()
    {
        Assert.Equal(39, new LearningSchedule(new TrainingOptions { Epochs = 30 }, Batches).Warmup);
        Assert.Equal(2, new LearningSchedule(new TrainingOptions { Epochs = 2 }, Batches).Warmup);
        Assert.Equal(26, new LearningSchedule(new TrainingOptions { Epochs = 2, WarmupLimit = 1 }, Batches).Warmup);
        var cold = new TrainingOptions
        {
            Epochs = 2,
            Hyperparameters = new Hyperparameters { WarmupEpochs = 0 },
        };
        Assert.Equal(0.01, new LearningSchedule(cold, Batches).At(0).Rate);
    }

    [Fact]
    public void Decay_is_scaled_to_the_images_that_a_step_sees()
    {
        Assert.Equal(0.0005, new LearningSchedule(new TrainingOptions { Epochs = 1 }, 1).WeightDecay, 1e-12);
        Assert.Equal(
            0.0005 * 96 / 64,
            new LearningSchedule(new TrainingOptions { Epochs = 1, BatchSize = 96 }, 1).WeightDecay,
            1e-12
        );
        Assert.Equal(
            0.0005 * 48 / 64,
            new LearningSchedule(new TrainingOptions { Epochs = 1, BatchSize = 48 }, 1).WeightDecay,
            1e-12
        );
    }

    [Fact]
    public void A_cosine_falls_slowly_first()
    {
        var schedule = new LearningSchedule(
            new TrainingOptions
            {
                Epochs = 4,
                CosineSchedule = true,
                Hyperparameters = new Hyperparameters { WarmupEpochs = 0 },
            },
            1
        );
        Assert.Equal(0.01, schedule.At(0).Rate, 1e-12);
        Assert.Equal(0.01 * (1.01 / 2), schedule.At(2).Rate, 1e-12);
    }
}
