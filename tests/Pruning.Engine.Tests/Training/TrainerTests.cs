using System.Collections.Immutable;
using Pruning.Diagnostics;
using Pruning.Evaluation;
using Pruning.Graphs;
using Pruning.Testing;
using Pruning.Training.Sparsity;

namespace Pruning.Training;

[Collection(TorchCollection.Name)]
public sealed class TrainerTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pruning-training-").FullName;

    [Fact]
    public void Training_learns()
    {
        var options = SyntheticTraining.Options(30) with { NominalBatch = SyntheticTraining.BatchSize };
        var result = Trainer.Run(TinyDetector.Create(), SyntheticTraining.Data(), options, _folder);
        Assert.Equal(30, result.History.Length);
        Assert.True(
            result.History[^1].Losses.Sum < 0.7 * result.History[0].Losses.Sum,
            $"{result.History[0].Losses} to {result.History[^1].Losses}"
        );
        Assert.Equal(31, File.ReadAllLines(Path.Combine(_folder, "training.csv")).Length);
        Assert.Equal(30, File.ReadAllLines(Path.Combine(_folder, "training.jsonl")).Length);
    }

    [Fact]
    public void What_has_been_trained_says_so()
    {
        var fresh = TinyDetector.Create();
        var trained = Trainer.Run(
            fresh,
            SyntheticTraining.Data(SyntheticTraining.Confidence),
            SyntheticTraining.Options(1),
            Folder("fresh")
        );
        Assert.DoesNotContain(ProvenanceKeys.Head, trained.Best.Provenance.Keys);
        Assert.DoesNotContain(ProvenanceKeys.Head, trained.Last.Provenance.Keys);
        var warm = SyntheticTraining.Options(1) with { WarmupLimit = 1 };
        var again = Trainer.Run(trained.Last, SyntheticTraining.Data(), warm, Folder("again")).Last;
        var shaken = Trainer
            .Run(trained.Last with { Provenance = fresh.Provenance }, SyntheticTraining.Data(), warm, Folder("shaken"))
            .Last;
        var bias = trained.Last.Parameters.Last(parameter =>
            parameter.Name.EndsWith(".bias", StringComparison.Ordinal)
        );
        Assert.True(Moved(shaken) > 2 * Moved(again), $"{Moved(shaken)} against {Moved(again)}");

        double Moved(Network network) =>
            network.Parameters[bias.Name].Values.Zip(bias.Values, (to, from) => Math.Abs(to - from)).Average();
    }

    // A few images can take a network back that knew more than they show.
    [Theory]
    [InlineData(0.5, 0)]
    [InlineData(0.1, 2)]
    [InlineData(0, 2)]
    public void What_no_epoch_betters_goes_on_as_it_was(double before, int best)
    {
        var start = Trainer
            .Run(TinyDetector.Create(), SyntheticTraining.Data(), SyntheticTraining.Options(1), Folder("first"))
            .Last;
        var measured = new Queue<double>([before, 0.2, 0.3, 0.1]);
        var result = Trainer.Run(
            start,
            SyntheticTraining.Data(_ => measured.Dequeue()),
            SyntheticTraining.Options(3),
            Folder("second")
        );
        Assert.Equal(best, result.BestEpoch);
        Assert.Equal(
            best == 0,
            result
                .Best.Parameters.Zip(start.Parameters)
                .All(pair => pair.First.Values.SequenceEqual(pair.Second.Values))
        );
        Assert.Equal(3, result.History.Length);
    }

    [Fact]
    public void A_head_that_begins_anew_is_not_measured_before_it_has_learnt()
    {
        var measured = new Queue<double>([0.2, 0.3]);
        Assert.Equal(
            2,
            Trainer
                .Run(
                    TinyDetector.Create(),
                    SyntheticTraining.Data(_ => measured.Dequeue()),
                    SyntheticTraining.Options(2),
                    _folder
                )
                .BestEpoch
        );
    }

    [Fact]
    public void The_same_training_twice_gives_the_same_bits()
    {
        var first = Trainer.Run(
            TinyDetector.Create(),
            SyntheticTraining.Data(),
            SyntheticTraining.Options(4),
            Folder("a")
        );
        var second = Trainer.Run(
            TinyDetector.Create(),
            SyntheticTraining.Data(),
            SyntheticTraining.Options(4),
            Folder("b")
        );
        AssertSame(first.Last, second.Last);
        Assert.Equal(first.History.AsEnumerable(), second.History.AsEnumerable());
    }

    [Theory]
    [InlineData(2, 0, false)]
    [InlineData(3, 1, false)]
    [InlineData(3, 2, true)]
    public void A_killed_training_goes_on_to_the_same_bits(int epoch, int batch, bool sparse)
    {
        var options = SyntheticTraining.Options(6);
        if (sparse)
            options = options with { Penalty = TinyPenalty.Of() };
        var undisturbed = Trainer.Run(
            TinyDetector.Create(),
            SyntheticTraining.Data(SyntheticTraining.Confidence),
            options,
            Folder("whole")
        );

        var killed = SyntheticTraining.Data(SyntheticTraining.Confidence, (e, b) =>
            _ = (e, b) == (epoch, batch) ? throw new IOException("power cut") : 0
        );
        Assert.Throws<IOException>(() => Trainer.Run(TinyDetector.Create(), killed, options, Folder("cut")));
        var epochs = new List<int>();
        var rest = SyntheticTraining.Data(SyntheticTraining.Confidence, (e, _) => epochs.Add(e));
        var resumed = Trainer.Run(TinyDetector.Create(), rest, options, Folder("cut"));

        Assert.Equal(epoch, epochs[0]);
        AssertSame(undisturbed.Last, resumed.Last);
        AssertSame(undisturbed.Best, resumed.Best);
        Assert.Equal(undisturbed.BestEpoch, resumed.BestEpoch);
        Assert.Equal(undisturbed.History.AsEnumerable(), resumed.History.AsEnumerable());
    }

    [Fact]
    public void A_finished_training_is_not_run_again()
    {
        var first = Trainer.Run(TinyDetector.Create(), SyntheticTraining.Data(), SyntheticTraining.Options(2), _folder);
        var data = SyntheticTraining.Data(onBatch: (_, _) => throw new InvalidOperationException("trained again"));
        AssertSame(first.Last, Trainer.Run(TinyDetector.Create(), data, SyntheticTraining.Options(2), _folder).Last);
    }

    // The log comes after the checkpoint: a kill between the two leaves an older log, or after the first epoch none.
    [Theory]
    [InlineData(null)]
    [InlineData("of the epoch before")]
    public void A_training_that_was_killed_before_its_log_was_written_writes_it(string? old)
    {
        Trainer.Run(TinyDetector.Create(), SyntheticTraining.Data(), SyntheticTraining.Options(2), _folder);
        foreach (var log in (string[])["training.csv", "training.jsonl"])
        {
            var path = Path.Combine(_folder, log);
            var whole = File.ReadAllText(path);
            File.Delete(path);
            if (old is not null)
                File.WriteAllText(path, old);
            Trainer.Run(TinyDetector.Create(), SyntheticTraining.Data(), SyntheticTraining.Options(2), _folder);
            Assert.Equal(whole, File.ReadAllText(path));
        }
    }

    [Fact]
    public void The_epoch_with_the_best_figure_is_kept()
    {
        double[] figures = [0.2, 0.5, 0.3];
        var call = 0;
        var result = Trainer.Run(
            TinyDetector.Create(),
            SyntheticTraining.Data(_ => figures[call++]),
            SyntheticTraining.Options(3),
            _folder
        );
        Assert.Equal(2, result.BestEpoch);
        Assert.Equal(figures, result.History.Select(epoch => epoch.Map50!.Value));
        var two = Trainer.Run(
            TinyDetector.Create(),
            SyntheticTraining.Data(_ => 0.5),
            SyntheticTraining.Options(3),
            Folder("other")
        );
        Assert.NotEqual(
            two.Best.Parameters["model.0.conv.weight"].Values,
            result.Best.Parameters["model.0.conv.weight"].Values
        );
    }

    [Theory]
    [InlineData("flipped")]
    [InlineData("garbage")]
    [InlineData("another version's")]
    public void A_damaged_checkpoint_is_reported_and_the_training_starts_over(string damage)
    {
        var first = Trainer.Run(TinyDetector.Create(), SyntheticTraining.Data(), SyntheticTraining.Options(2), _folder);
        var path = Path.Combine(_folder, "training.checkpoint");
        var content = File.ReadAllBytes(path);
        // The version stands behind eight bytes of a name.
        content[damage == "flipped" ? content.Length / 2 : 8] ^= 1;
        File.WriteAllBytes(path, damage == "garbage" ? new byte[10_000] : content);
        var diagnostics = new DiagnosticList();
        var again = Trainer.Run(
            TinyDetector.Create(),
            SyntheticTraining.Data(),
            SyntheticTraining.Options(2),
            _folder,
            diagnostics: diagnostics
        );
        Assert.Equal(Codes.CheckpointNotResumed, Assert.Single(diagnostics.Items).Code);
        AssertSame(first.Last, again.Last);
    }

    [Fact]
    public void Another_trainings_checkpoint_is_not_resumed()
    {
        Trainer.Run(TinyDetector.Create(seed: 1), SyntheticTraining.Data(), SyntheticTraining.Options(1), _folder);
        var diagnostics = new DiagnosticList();
        Trainer.Run(
            TinyDetector.Create(seed: 2),
            SyntheticTraining.Data(),
            SyntheticTraining.Options(1),
            _folder,
            diagnostics: diagnostics
        );
        Assert.Contains("other weights", Assert.Single(diagnostics.Items).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_anchors_are_another_training()
    {
        var start = TinyDetector.Create();
        Trainer.Run(start, SyntheticTraining.Data(), SyntheticTraining.Options(1), _folder);
        var head = start.Graph.Detect! with
        {
            Anchors =
            [
                [new(8, 8), new(30, 30)],
            ],
        };
        var moved = start with
        {
            Graph = new Graph(start.Graph.Nodes.Select(node => node is DetectNode ? head : node), start.Graph.Outputs),
        };
        var diagnostics = new DiagnosticList();
        var result = Trainer.Run(
            moved,
            SyntheticTraining.Data(),
            SyntheticTraining.Options(1),
            _folder,
            diagnostics: diagnostics
        );
        Assert.Equal(Codes.CheckpointNotResumed, Assert.Single(diagnostics.Items).Code);
        Assert.Equal(head.Anchors[0].AsEnumerable(), result.Best.Graph.Detect!.Anchors[0].AsEnumerable());
    }

    [Fact]
    public void Cancelling_stops_at_the_next_batch_and_keeps_the_finished_epochs()
    {
        using var cancellation = new CancellationTokenSource();
        var seen = 0;
        var data = SyntheticTraining.Data(
            onBatch: (epoch, batch) =>
            {
                seen++;
                if ((epoch, batch) == (1, 1))
                    cancellation.Cancel();
            }
        );
        Assert.Throws<OperationCanceledException>(() =>
            Trainer.Run(
                TinyDetector.Create(),
                data,
                SyntheticTraining.Options(4),
                _folder,
                cancellationToken: cancellation.Token
            )
        );
        Assert.Equal(SyntheticTraining.Batches + 2, seen);
        Assert.Single(File.ReadAllLines(Path.Combine(_folder, "training.jsonl")));
    }

    [Fact]
    public void Divergence_is_a_coded_error()
    {
        var start = TinyDetector.Create();
        var poisoned = start with
        {
            Parameters = start.Parameters.With([Parameter.Filled("model.4.m.0.bias", float.NaN, 14)]),
        };
        var error = Assert.Throws<PruneException>(() =>
            Trainer.Run(poisoned, SyntheticTraining.Data(), SyntheticTraining.Options(1), _folder)
        );
        Assert.Equal(Codes.TrainingDiverged, error.Code);
        Assert.Contains("epoch 1, batch 1 of 3", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Frozen_layers_keep_their_weights()
    {
        var start = TinyDetector.Create();
        var result = Trainer.Run(
            start,
            SyntheticTraining.Data(),
            SyntheticTraining.Options(2) with
            {
                Freeze = 2,
            },
            _folder
        );
        foreach (var parameter in start.Parameters.Where(NetworkCost.IsTrainable))
        {
            var frozen =
                parameter.Name.StartsWith("model.0.", StringComparison.Ordinal)
                || parameter.Name.StartsWith("model.1.", StringComparison.Ordinal);
            Assert.Equal(frozen, parameter.Values.SequenceEqual(result.Last.Parameters[parameter.Name].Values));
        }
    }

    [Fact]
    public void No_epochs_give_the_network_back()
    {
        var start = TinyDetector.Create();
        Assert.Same(start, Trainer.Run(start, SyntheticTraining.Data(), SyntheticTraining.Options(0), _folder).Best);
    }

    [Fact]
    public void Progress_counts_batches_and_ends_with_the_epochs_record()
    {
        var reports = new List<TrainingProgress>();
        Trainer.Run(
            TinyDetector.Create(),
            SyntheticTraining.Data(),
            SyntheticTraining.Options(2),
            _folder,
            new Recorder(reports)
        );
        Assert.Equal(2 * (SyntheticTraining.Batches + 1), reports.Count);
        Assert.Equal([1, 2, 3, 3], reports.Take(4).Select(report => report.Batch));
        Assert.NotNull(reports[3].Completed);
        Assert.Equal(TimeSpan.Zero, reports[^1].Remaining);
        Assert.All(reports, report => Assert.True(report.ImagesPerSecond > 0));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Folder(string name) => Path.Combine(_folder, name);

    private static void AssertSame(Network expected, Network actual)
    {
        foreach (var parameter in expected.Parameters)
            Assert.Equal(parameter.Values, actual.Parameters[parameter.Name].Values);
    }

    private sealed class Recorder(List<TrainingProgress> reports) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => reports.Add(value);
    }
}
