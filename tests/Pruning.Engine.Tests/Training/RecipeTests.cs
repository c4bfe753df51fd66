using System.Security.Cryptography;
using Pruning.Data;
using Pruning.Evaluation;
using Pruning.Graphs;
using Pruning.Testing;
using Pruning.Tests.Data;

namespace Pruning.Training;

/// <summary>
/// Everything random at once, from image files to weights: the same seed gives the same bits, interrupted or not.
/// </summary>
[Collection(TorchCollection.Name)]
public sealed class RecipeTests : IDisposable
{
    private const int Side = 64;

    private readonly TemporaryDataset _files = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("pruning-recipe-").FullName;

    [Fact]
    public void The_same_seed_gives_the_same_bits_and_another_one_does_not()
    {
        var split = Write();
        var first = Train(split, "a", seed: 3);
        Assert.Equal(Hash(first.Last), Hash(Train(split, "b", seed: 3).Last));
        Assert.NotEqual(Hash(first.Last), Hash(Train(split, "c", seed: 4).Last));
    }

    [Fact]
    public void An_interrupted_training_ends_in_the_same_bits()
    {
        var split = Write();
        var whole = Train(split, "a", seed: 3);
        using var stop = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() =>
            Train(split, "b", seed: 3, new Stopper(stop, epoch: 3, batch: 1), stop.Token)
        );
        var resumed = Train(split, "b", seed: 3);
        Assert.Equal(
            (Hash(whole.Last), Hash(whole.Best), whole.BestEpoch),
            (Hash(resumed.Last), Hash(resumed.Best), resumed.BestEpoch)
        );
        Assert.Equal(whole.History.AsEnumerable(), resumed.History.AsEnumerable());
    }

    [Fact]
    public void Image_weights_see_the_last_measurement_also_after_an_interruption()
    {
        var seen = new List<string>();
        double[] figures = [0.1, 0.2, 0.3, 0.4];
        Run("whole", stopAt: -1);
        var whole = seen.ToArray();
        seen.Clear();
        Assert.Throws<IOException>(() => Run("cut", stopAt: 2));
        Run("cut", stopAt: -1);
        Assert.Equal(["", "0.1 0.1", "0.2 0.2", "0.3 0.3"], whole);
        Assert.Equal(["", "0.1 0.1", "0.2 0.2", "0.2 0.2", "0.3 0.3"], seen);

        void Run(string name, int stopAt)
        {
            var now = 0;
            var data = new TrainingData(
                SyntheticTraining.Batches,
                (epoch, accuracy, _) =>
                {
                    now = epoch;
                    seen.Add(string.Join(' ', accuracy.Select(value => FormattableString.Invariant($"{value}"))));
                    return epoch == stopAt ? throw new IOException("power cut") : SyntheticTraining.Epoch(epoch, null);
                },
                (_, _) => Measured(figures[now]),
                "weighted"
            );
            Trainer.Run(TinyDetector.Create(), data, SyntheticTraining.Options(4), Path.Combine(_folder, name));
        }

        static EvaluationResult Measured(double value) =>
            new(
                value,
                value,
                value,
                value,
                [
                    new ClassResult(0, "dark", 1, value, value, value, value),
                    new ClassResult(1, "light", 0, null, null, null, null),
                ],
                1,
                1,
                default
            );
    }

    [Fact]
    public void Patience_stops_where_nothing_gets_better_and_a_second_run_does_not_go_on()
    {
        double[] figures = [0.2, 0.5, 0.3, 0.4, 0.1, 0.1];
        var call = 0;
        var options = SyntheticTraining.Options(6) with { Patience = 2 };
        var result = Trainer.Run(TinyDetector.Create(), SyntheticTraining.Data(_ => figures[call++]), options, _folder);
        Assert.Equal((TrainingEnd.Patience, 4, 2), (result.End, result.History.Length, result.BestEpoch));
        // The rate is that of a training of six epochs.
        var patient = Trainer.Run(
            TinyDetector.Create(),
            SyntheticTraining.Data(_ => 0.5),
            SyntheticTraining.Options(6),
            Path.Combine(_folder, "patient")
        );
        Assert.Equal((TrainingEnd.Epochs, patient.History[3].Rate), (patient.End, result.History[3].Rate));

        var again = Trainer.Run(
            TinyDetector.Create(),
            SyntheticTraining.Data(_ => throw new InvalidOperationException("went on")),
            options,
            _folder
        );
        Assert.Equal((TrainingEnd.Patience, 4), (again.End, again.History.Length));
    }

    public void Dispose()
    {
        _files.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private TrainingResult Train(
        DatasetSplit split,
        string name,
        int seed,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken stop = default
    )
    {
        var loader = new TrainingLoader(
            split,
            new TrainingLoaderOptions
            {
                ImageSize = Side,
                BatchSize = 4,
                Seed = seed,
                MultiScale = true,
                Stride = TinyDetector.Stride,
                ImageWeights = true,
                Augmentation = new AugmentationOptions
                {
                    Mosaic = 0.8,
                    MixUp = 0.5,
                    CopyPaste = 0.7,
                    RotationDegrees = 10,
                    ShearDegrees = 2,
                    Perspective = 0.0003,
                },
            }
        );
        var options = new TrainingOptions
        {
            Epochs = 4,
            ImageSize = Side,
            BatchSize = 4,
            NominalBatch = 8,
            CosineSchedule = true,
            Hyperparameters = new Hyperparameters { LabelSmoothing = 0.1 },
        };
        var data = TrainingData.Create(
            loader,
            split,
            new EvaluationOptions { ImageSize = Side, BatchSize = 4 },
            $"{seed}"
        );
        return Trainer.Run(
            TinyDetector.Create(),
            data,
            options,
            Path.Combine(_folder, name),
            progress,
            cancellationToken: stop
        );
    }

    private DatasetSplit Write()
    {
        for (var i = 0; i < 10; i++)
        {
            var (left, top, level) = (6 + (3 * i), 30 - (2 * i), i % 3 == 0 ? (byte)230 : (byte)20);
            _files.WriteImage($"images/train/{i}.bmp", Side, Side, (y, x) =>
                x >= left && x < left + 20 && y >= top && y < top + 16
                    ? (level, level, level)
                    : ((byte)114, (byte)(y * 2), (byte)(x * 2))
            );
            var (l, t, r, b) = (left / (double)Side, top / (double)Side, (left + 20.0) / Side, (top + 16.0) / Side);
            _files.Write(
                $"labels/train/{i}.txt",
                FormattableString.Invariant($"{(i % 3 == 0 ? 1 : 0)} {l} {t} {r} {t} {r} {b} {l} {b}\n")
            );
        }

        return _files.Load("names: [dark, light]\ntrain: images/train\n").Split("train");
    }

    private static string Hash(Network network)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var parameter in network.Parameters)
            hash.AppendData(System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>(parameter.Values));
        return Convert.ToHexString(hash.GetHashAndReset());
    }

    private sealed class Stopper(CancellationTokenSource stop, int epoch, int batch) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            if ((value.Epoch, value.Batch) == (epoch, batch))
                stop.Cancel();
        }
    }
}
