using Pruning.Pipeline;
using Pruning.Testing;
using Pruning.Training;

namespace Pruning.Execution;

[Collection(TorchCollection.Name)]
public class PrecisionTrialTests
{
    [Theory]
    [InlineData(100, 89, Precision.Bf16)]
    [InlineData(100, 95, Precision.Fp32)] // noise is that large
    [InlineData(100, 300, Precision.Fp32)]
    [InlineData(100, double.PositiveInfinity, Precision.Fp32)] // bf16 gave no numbers
    public void Bfloat16_has_to_be_faster_by_a_margin(double single, double brain, Precision expected) =>
        Assert.Equal(expected, PrecisionTrial.Decide(single, brain).Chosen);

    [Fact]
    public void Both_are_timed_and_the_network_stays_as_it_is()
    {
        var network = TinyDetector.Create();
        var before = network.Parameters.Select(parameter => parameter.Values.ToArray()).ToArray();
        var trial = PrecisionTrial.Run(network, ExecutionOptions.Default, batch: 2, imageSize: 64);
        Assert.InRange(trial.SingleMilliseconds, 0.001, 60_000);
        if (PrecisionTrial.IsWorthTrying(ExecutionDevice.Cpu))
            Assert.InRange(trial.BrainMilliseconds, 0.001, 60_000);
        else
            Assert.Equal((Precision.Fp32, double.PositiveInfinity), (trial.Chosen, trial.BrainMilliseconds));
        Assert.Equal(before, network.Parameters.Select(parameter => parameter.Values.ToArray()));
    }

    [Theory]
    [InlineData(16, 320, 16, 320)] // the batch that is trained: a small one says too little about it
    [InlineData(8, 160, 8, 160)]
    [InlineData(64, 1280, 16, 320)] // what can be waited for
    public void On_the_processor_the_trial_does_the_work_of_a_usual_step(
        int batch,
        int imageSize,
        int expectedBatch,
        int expectedSide
    ) =>
        Assert.Equal(
            (expectedBatch, expectedSide),
            PrecisionTrial.Work(ExecutionDevice.Cpu, batch, imageSize, stride: 32)
        );

    [Fact]
    public void A_training_goes_on_in_the_arithmetic_it_began_in()
    {
        using var folder = new TemporaryFolder();
        var options = new TrainingOptions
        {
            Epochs = 1,
            ImageSize = 64,
            BatchSize = 2,
        };
        var notes = new List<string>();
        var first = Settle(null);
        var why = PrecisionTrial.IsWorthTrying(ExecutionDevice.Cpu) ? "a trial took" : "without matrix units";
        Assert.Contains(why, Assert.Single(notes), StringComparison.Ordinal);
        // Whatever a second trial would find: the first one's choice holds.
        var other = first == Precision.Bf16 ? Precision.Fp32 : Precision.Bf16;
        File.WriteAllText(Path.Combine(folder.Root, "precision"), other.ToString());
        Assert.Equal(other, Settle(null));
        Assert.Equal(first, Settle(first));
        Assert.Single(notes);

        Precision Settle(Precision? asked) =>
            TrainingPrecision
                .Settle(TinyDetector.Create(), asked, options, folder.Root, notes.Add, default)
                .Execution.Precision;
    }
}
