using System.Runtime.InteropServices;
using Pruning.Data;
using Pruning.Diagnostics;
using Pruning.Execution;
using Pruning.Graphs;
using Pruning.Layering;
using Pruning.Testing;
using Pruning.Training.Sparsity;
using TorchSharp;
using static TorchSharp.torch;

namespace Pruning.Training;

/// <summary>
/// The path that a CUDA device takes, on machines without one: on the CPU that is used like an accelerator, and on the
/// "meta" device, which has shapes and no values, so that whoever reads one or mixes devices fails.
/// </summary>
[Collection(TorchCollection.Name)]
public sealed class AcceleratorTests : IDisposable
{
    private static readonly ExecutionOptions Accelerated = new(ExecutionDevice.ImitatedAccelerator);

    private readonly string _folder = Directory.CreateTempSubdirectory("pruning-accelerator-").FullName;

    [Theory]
    [InlineData(Precision.Fp32, 1e-4)]
    [InlineData(Precision.Bf16, 0.03)]
    public void An_accelerator_learns_what_the_cpu_learns(Precision precision, double tolerance)
    {
        var expected = Trainer.Run(
            TinyDetector.Create(),
            SyntheticTraining.Data(),
            SyntheticTraining.Options(4),
            Folder("cpu")
        );
        var options = SyntheticTraining.Options(4) with { Execution = Accelerated with { Precision = precision } };
        var actual = Trainer.Run(TinyDetector.Create(), SyntheticTraining.Data(), options, Folder("accelerator"));
        Assert.Equal(expected.History.Length, actual.History.Length);
        foreach (var (cpu, accelerator) in expected.History.Zip(actual.History))
        {
            Assert.InRange(accelerator.Losses.Sum / cpu.Losses.Sum, 1 - tolerance, 1 + tolerance);
            Assert.InRange(accelerator.GradientNorm / cpu.GradientNorm, 1 - (10 * tolerance), 1 + (10 * tolerance));
        }
    }

    [Theory]
    [InlineData(Precision.Fp32)]
    [InlineData(Precision.Bf16)]
    public void Our_own_kernels_stay_on_the_cpu(Precision precision)
    {
        Assert.False((Accelerated with { Precision = precision, ChannelsLast = true }).FusesNorms);
        Assert.True(ExecutionOptions.Default.FusesNorms);
    }

    [Fact]
    public void An_epoch_waits_for_the_accelerator_a_few_times_however_many_batches_it_has()
    {
        const int batches = (2 * TrainingReadings.BatchesARead) + 5;
        var reads = new List<long>();
        var options = SyntheticTraining.Options(1) with
        {
            Execution = Accelerated,
            Penalty = TinyPenalty.Of() with { Weight = 1e-3 },
        };
        Trainer.Run(TinyDetector.Create(), Repeated(batches, _ => reads.Add(HostTensor.Reads)), options, _folder);
        Assert.Equal(batches, reads.Count);
        var waits = Enumerable.Range(1, batches - 1).Where(batch => reads[batch] != reads[batch - 1]).ToList();
        // After the first batch and after each 32nd; the rest are read at the epoch's end.
        Assert.Equal([1, 32, 64], waits);
        Assert.Equal(3, reads[^1] - reads[0]);
    }

    [Fact]
    public void On_the_cpu_each_batch_is_looked_at_at_once()
    {
        var reads = new List<long>();
        Trainer.Run(
            TinyDetector.Create(),
            Repeated(9, _ => reads.Add(HostTensor.Reads)),
            SyntheticTraining.Options(1),
            _folder
        );
        Assert.All(reads.Zip(reads.Skip(1)), pair => Assert.Equal(1, pair.Second - pair.First));
    }

    [Fact]
    public void Numbers_are_the_same_whenever_they_are_looked_at()
    {
        var (atOnce, later) = (Watch(), Watch());
        Assert.Equal(Feed(atOnce, onAccelerator: false), Feed(later, onAccelerator: true));
        Assert.Equal(atOnce.State, later.State);
    }

    [Theory]
    [InlineData(37, float.NaN, 1, "PRUNE3001")]
    [InlineData(40, 0.1f, float.PositiveInfinity, "PRUNE3006")]
    [InlineData(2, 0.1f, 0, "PRUNE3007")]
    public void What_went_bad_is_told_as_if_it_had_been_seen_at_once(int batch, float loss, float norm, string code)
    {
        var atOnce = Assert.Throws<PruneException>(() => Feed(Watch(), onAccelerator: false, batch, loss, norm));
        var later = Assert.Throws<PruneException>(() => Feed(Watch(), onAccelerator: true, batch, loss, norm));
        Assert.Equal(code, later.Code.Id);
        Assert.Equal(atOnce.Message, later.Message);
        Assert.Contains($"in epoch 3, batch {batch + 1} of 70", later.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void A_training_goes_on_where_it_was_on_another_device(bool from, bool to)
    {
        var options = SyntheticTraining.Options(4);
        var killed = SyntheticTraining.Data(
            onBatch: (epoch, batch) => _ = (epoch, batch) == (2, 1) ? throw new IOException("power cut") : 0
        );
        Assert.Throws<IOException>(() => Trainer.Run(TinyDetector.Create(), killed, On(from), Folder("moved")));
        var epochs = new List<int>();
        var resumed = Trainer.Run(
            TinyDetector.Create(),
            SyntheticTraining.Data(onBatch: (epoch, _) => epochs.Add(epoch)),
            On(to),
            Folder("moved")
        );
        Assert.Equal(2, epochs[0]);
        var undisturbed = Trainer.Run(TinyDetector.Create(), SyntheticTraining.Data(), On(to), Folder("whole"));
        if (from == to)
            Assert.Equal(undisturbed.History.AsEnumerable(), resumed.History.AsEnumerable());
        Assert.InRange(resumed.History[^1].Losses.Sum / undisturbed.History[^1].Losses.Sum, 0.9999, 1.0001);

        TrainingOptions On(bool accelerator) =>
            options with
            {
                Execution = accelerator ? Accelerated : ExecutionOptions.Default,
            };
    }

    [Fact]
    public void A_step_keeps_to_its_device_and_reads_nothing()
    {
        var network = TinyDetector.Create();
        using var scope = NewDisposeScope();
        using var parameters = new TorchParameters(network, META);
        using var optimizer = new SgdOptimizer(network.Graph, parameters, weightDecay: 5e-4);
        using var average = new MovingAverage(parameters, decay: 0.9999, steps: 10);
        stack([.. parameters.Trainable.Select(name => parameters[name].pow(2).sum())]).sum().backward();
        Assert.Equal(DeviceType.META, optimizer.ClipGradients(10).device_type);
        optimizer.Step(new SchedulePoint(0.01, 0.1, 0.9, 1));
        optimizer.ClearGradients();
        average.Update();
        Assert.All(parameters.Names, name => Assert.Equal(DeviceType.META, average[name].device_type));
    }

    [Fact]
    public void Images_and_boxes_keep_to_their_device()
    {
        using var scope = NewDisposeScope();
        var images = ImageTensor.FromBytes(new byte[2 * 3 * 32 * 32], 2, 32, 32, META);
        Assert.Equal((DeviceType.META, ScalarType.Float32), (images.device_type, images.dtype));
        using var decoder = new HeadDecoder(TinyDetector.Create().Graph.Detect!, META);
        Assert.Equal(DeviceType.META, decoder.Decode([zeros([2, 2, 4, 4, 7], ScalarType.Float32, META)]).device_type);
    }

    [Fact]
    public void The_loss_keeps_to_its_device()
    {
        using var scope = NewDisposeScope();
        var loss = new DetectionLoss(TinyDetector.Create().Graph.Detect!, new Hyperparameters(), 32, META);
        // libtorch has no log-sigmoid without values, to which everything has come on that device. A truth elsewhere
        // would have failed with other words.
        var end = Assert.Throws<ExternalException>(() =>
            loss.Compute([zeros([2, 2, 4, 4, 7], ScalarType.Float32, META)], [])
        );
        Assert.Contains(
            "aten::log_sigmoid_forward: attempted to run this operator with Meta tensors",
            end.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void The_penalty_keeps_to_its_device_and_reads_nothing()
    {
        using var network = new TorchNetwork(TinyDetector.Create(), Accelerated);
        using var penalty = SparsityRegularizer.Create(TinyPenalty.Of(), network, totalSteps: 10, epochs: 1);
        using var average = new MovingAverage(network.Parameters, 0.9999, steps: 10);
        penalty.BeginEpoch(0);
        var before = HostTensor.Reads;
        penalty.AddGradients(0);
        penalty.Shrink(1, rate: 0.01, average);
        Assert.Equal(before, HostTensor.Reads);
    }

    [Fact]
    public void Values_leave_a_device_in_one_place_only()
    {
        string[] readers =
        [
            ".item<",
            ".cpu()",
            ".ToSingle()",
            ".ToDouble()",
            ".ToScalar()",
            ".data<",
            ".ReadCpu",
            ".is_nonzero(",
        ];
        string[] folders = ["Execution", "Training", "Pruners"];
        Assert.All(folders, folder => Assert.NotEmpty(EngineProjects.FilesIn(folder)));
        var offenders = folders
            .SelectMany(EngineProjects.FilesIn)
            .Where(file => Path.GetFileName(file) != "HostTensor.cs")
            .Where(file => readers.Any(File.ReadAllText(file).Contains));
        Assert.Empty(offenders);
    }

    [Fact]
    public void A_full_memory_is_told_from_other_failures()
    {
        TorchRuntime.Initialize();
        Assert.True(DeviceMemory.IsExhausted(Assert.Throws<ExternalException>(() => empty([1L << 50])).Message));
        Assert.True(DeviceMemory.IsExhausted("CUDA out of memory. Tried to allocate 2.00 GiB"));
        Assert.False(DeviceMemory.IsExhausted(Assert.Throws<ExternalException>(() => empty([2]).view(3)).Message));
    }

    [Fact]
    public void A_step_without_room_is_a_coded_error()
    {
        var data = SyntheticTraining.Data(onBatch: (_, _) => { }) with
        {
            Epoch = (_, _, _) => Enumerable.Repeat(0, SyntheticTraining.Batches).Select(_ => Huge()),
        };
        var error = Assert.Throws<PruneException>(() =>
            Trainer.Run(TinyDetector.Create(), data, SyntheticTraining.Options(1), _folder)
        );
        Assert.Equal(Codes.OutOfDeviceMemory, error.Code);
        Assert.Contains("'cpu'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_accelerators_trial_takes_the_real_batch()
    {
        var trial = PrecisionTrial.Run(TinyDetector.Create(), Accelerated, batch: 6, imageSize: 64);
        Assert.InRange(trial.SingleMilliseconds, 0.001, 60_000);
        Assert.InRange(trial.BrainMilliseconds, 0.001, 60_000);
        Assert.Equal(
            (64, 640),
            PrecisionTrial.Work(ExecutionDevice.ImitatedAccelerator, batch: 64, imageSize: 640, stride: 32)
        );
        Assert.Equal((16, 320), PrecisionTrial.Work(ExecutionDevice.Cpu, batch: 64, imageSize: 640, stride: 32));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Folder(string name) => Path.Combine(_folder, name);

    private static TrainingWatch Watch() => new(new Hyperparameters(), gradientLimit: 10);

    // Wants more memory than there is, before it looks at a pixel.
    private static TrainingBatch Huge() => new([], 1 << 20, 1 << 14, 1 << 14, [], pool: null);

    private static TrainingData Repeated(int batches, Action<int> onBatch) =>
        new(
            batches,
            (_, _, _) =>
                Enumerable
                    .Range(0, batches)
                    .Select(batch =>
                    {
                        onBatch(batch);
                        return SyntheticTraining.Epoch(batch, null).First();
                    }),
            Validate: null,
            Identity: $"{batches} batches"
        );

    // An epoch of 70 batches, one of which may be bad.
    private static (LossValues Losses, double Norm) Feed(
        TrainingWatch watch,
        bool onAccelerator,
        int bad = -1,
        float loss = 0,
        float norm = 0
    )
    {
        using var scope = NewDisposeScope();
        using var readings = new TrainingReadings(watch, batchesPerEpoch: 70, onAccelerator);
        readings.BeginEpoch(3);
        var random = new Random(4);
        for (var batch = 0; batch < 70; batch++)
        {
            readings.AddLosses(tensor([batch == bad ? loss : random.NextSingle(), random.NextSingle(), 0.3f]), batch);
            readings.AddOutputs([rand([2, 1, 2, 2, 7])], batch);
            if (batch % 4 == 3 || batch == bad)
                readings.AddGradientNorm(tensor([batch == bad ? norm : random.NextSingle() + 0.1f]), batch);
            readings.EndBatch(batch);
        }

        readings.EndEpoch();
        return (readings.Losses, readings.GradientNorm);
    }
}
