using Pruning.Diagnostics;
using Pruning.Execution;
using Pruning.Graphs;
using Pruning.Testing;
using Pruning.Training.Distilling;
using Pruning.Training.Sparsity;
using TorchSharp;
using static TorchSharp.torch;

namespace Pruning.Training;

/// <summary>
/// Imitating a teacher: the losses by hand, what they do to a training, and what is left of them in its result.
/// </summary>
[Collection(TorchCollection.Name)]
public sealed class DistillationTests : IDisposable
{
    private static readonly LossGains Gains = new(0.5, 2, 3);
    private static readonly double[] Balance = [4];

    private readonly string _folder = Directory.CreateTempSubdirectory("pruning-distillation-").FullName;

    [Fact]
    public void A_student_that_equals_its_teacher_loses_nothing_and_is_pushed_nowhere()
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        var teacher = randn([2, 2, 4, 4, 7]) * 3;
        var student = teacher.clone().requires_grad_();
        using var imitation = new OutputImitation(
            TinyDetector.Create().Graph.Detect!,
            Gains,
            Balance,
            temperature: 2,
            CPU
        );
        var losses = imitation.Compute([student], [teacher]);
        losses.sum().backward();
        Assert.All(HostTensor.ToArray(losses), loss => Assert.InRange(loss, -1e-6, 1e-5)); // the IoU of equal boxes is not quite 1
        Assert.All(HostTensor.ToArray(student.grad!), slope => Assert.InRange(slope, -1e-6, 1e-6));

        using var features = new FeatureImitation(TinyDetector.Create(), TinyDetector.Create(seed: 2), CPU);
        var map = randn([2, 8, 4, 4]).requires_grad_();
        var distance = features.Compute([map], [map.detach()], [teacher]);
        distance.backward();
        Assert.Equal(0, HostTensor.ToArray(distance)[0]);
        Assert.All(
            features.Trained.Select(trained => trained.Tensor.grad!).Append(map.grad!).SelectMany(HostTensor.ToArray),
            slope => Assert.Equal(0, slope)
        );
    }

    // Two cells of one anchor: the teacher is sure of an object in the first (objectness logit 2) and of background in
    // the second (-3).
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Objectness_and_class_slopes_are_those_counted_by_hand(double temperature)
    {
        using var scope = NewDisposeScope();
        var head = TinyDetector.Create().Graph.Detect! with
        {
            Anchors =
            [
                [new Anchor(10, 12)],
            ],
        };
        float[] wanted =
        [
            0,
            0,
            0,
            0,
            2,
            1.5f,
            -2, /**/
            0,
            0,
            0,
            0,
            -3,
            0.5f,
            1,
        ];
        float[] said =
        [
            0,
            0,
            0,
            0,
            -1,
            -0.5f,
            1, /**/
            0,
            0,
            0,
            0,
            0.5f,
            2,
            -1,
        ];
        var student = HostTensor.From(said, [1, 1, 1, 2, 7], CPU).requires_grad_();
        using var imitation = new OutputImitation(head, Gains, Balance, temperature, CPU);
        var losses = imitation.Compute([student], [HostTensor.From(wanted, [1, 1, 1, 2, 7], CPU)]);
        losses.sum().backward();
        var slopes = HostTensor.ToArray(student.grad!);
        var values = HostTensor.ToArray(losses);
        double[] weights = [Sigmoid(2), Sigmoid(-3)];
        double classLoss = 0,
            objectness = 0;
        for (var cell = 0; cell < 2; cell++)
        {
            var at = cell * 7;
            Assert.Equal(
                Gains.Objectness * 4 * (Sigmoid(said[at + 4]) - Sigmoid(wanted[at + 4])) / 2,
                slopes[at + 4],
                1e-6
            );
            objectness += Gains.Objectness * 4 * Divergence(said[at + 4], wanted[at + 4]) / 2;
            for (var index = at + 5; index < at + 7; index++)
            {
                var share = weights[cell] / weights.Sum() / 2; // of two classes
                var slope = (Sigmoid(said[index] / temperature) - Sigmoid(wanted[index] / temperature)) * temperature;
                Assert.Equal(Gains.Class * share * slope, slopes[index], 1e-6);
                classLoss +=
                    Gains.Class
                    * share
                    * Divergence(said[index] / temperature, wanted[index] / temperature)
                    * temperature
                    * temperature;
            }
        }

        Assert.Equal(0, values[0], 1e-6); // the same boxes
        Assert.Equal(objectness, values[1], 1e-5);
        Assert.Equal(classLoss, values[2], 1e-5);
    }

    [Fact]
    public void Boxes_count_where_the_teacher_sees_objects()
    {
        Assert.True(BoxLoss(objectOff: true) > 20 * BoxLoss(objectOff: false));

        // One of two cells' boxes is off: that of the object, or that of the background.
        double BoxLoss(bool objectOff)
        {
            using var scope = NewDisposeScope();
            var head = TinyDetector.Create().Graph.Detect! with
            {
                Anchors =
                [
                    [new Anchor(10, 12)],
                ],
            };
            float[] wanted =
            [
                0,
                0,
                0,
                0,
                4,
                0,
                0, /**/
                0,
                0,
                0,
                0,
                -4,
                0,
                0,
            ];
            var said = wanted.ToArray();
            said[objectOff ? 0 : 7] = 2;
            using var imitation = new OutputImitation(head, Gains, Balance, 1, CPU);
            return HostTensor.ToArray(
                imitation.Compute(
                    [HostTensor.From(said, [1, 1, 1, 2, 7], CPU)],
                    [HostTensor.From(wanted, [1, 1, 1, 2, 7], CPU)]
                )
            )[0];
        }
    }

    [Fact]
    public void Features_count_where_the_teacher_sees_objects()
    {
        using var scope = NewDisposeScope();
        using var features = new FeatureImitation(TinyDetector.Create(), TinyDetector.Create(), CPU);
        var wanted = ones([1, 8, 1, 2]);
        var levels = full([1, 2, 1, 2, 7], -4);
        levels.select(3, 0).select(3, 4).fill_(4); // objects in the first cell
        var background = wanted.clone();
        background.select(3, 1).fill_(3);
        var foreground = wanted.clone();
        foreground.select(3, 0).fill_(3);
        var (little, much) = (Distance(background), Distance(foreground));
        // Off by 2 where 1 was wanted, in cells of weights σ(-4) and σ(4).
        Assert.Equal(4 * Sigmoid(-4), little, 1e-4);
        Assert.Equal(4 * Sigmoid(4), much, 1e-4);

        double Distance(Tensor map) => HostTensor.ToArray(features.Compute([map], [wanted], [levels]))[0];
    }

    [Theory]
    [InlineData(1, 0, 0.5)]
    [InlineData(0, 1, 0.9)]
    public void A_student_comes_to_its_teacher(double output, double feature, double share)
    {
        // It sees objects everywhere, which the labels do not say.
        var teacher = TinyDetector.Create(seed: 5, width: 12);
        teacher = teacher with { Parameters = teacher.Parameters.With([Parameter.Filled("model.4.m.0.bias", 1, 14)]) };
        var options = SyntheticTraining.Options(12) with { NominalBatch = SyntheticTraining.BatchSize };
        var distilled = options with
        {
            Distillation = new DistillationOptions(teacher) { OutputWeight = 20 * output, FeatureWeight = feature },
        };
        var alone = Trainer.Run(TinyDetector.Create(), SyntheticTraining.Data(), options, Folder("alone"));
        var taught = Trainer.Run(TinyDetector.Create(), SyntheticTraining.Data(), distilled, Folder("taught"));
        if (output > 0)
            Assert.True(
                Apart(taught.Last, teacher) < share * Apart(alone.Last, teacher),
                $"{Apart(taught.Last, teacher)} against {Apart(alone.Last, teacher)}"
            );
        var (first, last) = (taught.History[0].Distillation!.Value, taught.History[^1].Distillation!.Value);
        Assert.True(last.Sum < share * first.Sum, $"{first} to {last}");
        Assert.Equal(output > 0, last.Objectness > 0);
        Assert.Equal(feature > 0, last.Feature > 0);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void A_killed_training_goes_on_to_the_same_bits_adapters_included(bool imagesRepeat, bool sparse)
    {
        var options = SyntheticTraining.Options(5) with
        {
            Distillation = new DistillationOptions(TinyDetector.Create(seed: 5, width: 12))
            {
                FeatureWeight = 0.5,
                Temperature = 2,
            },
            Penalty = sparse ? TinyPenalty.Of() : null,
        };
        TrainingData Data(Action<int, int>? onBatch = null) =>
            SyntheticTraining.Data(onBatch: onBatch) with
            {
                ImagesRepeat = imagesRepeat,
            };
        var undisturbed = Trainer.Run(TinyDetector.Create(), Data(), options, Folder("whole"));
        Assert.Throws<IOException>(() =>
            Trainer.Run(
                TinyDetector.Create(),
                Data((epoch, batch) => _ = (epoch, batch) == (2, 1) ? throw new IOException("power cut") : 0),
                options,
                Folder("cut")
            )
        );
        var resumed = Trainer.Run(TinyDetector.Create(), Data(), options, Folder("cut"));
        foreach (var parameter in undisturbed.Last.Parameters)
            Assert.Equal(parameter.Values, resumed.Last.Parameters[parameter.Name].Values);
        Assert.Equal(undisturbed.History.AsEnumerable(), resumed.History.AsEnumerable());
        // They moved, so what was resumed was not their start.
        Assert.NotEqual(
            undisturbed.History[0].Distillation!.Value.Feature,
            undisturbed.History[^1].Distillation!.Value.Feature
        );
    }

    [Fact]
    public void No_adapter_is_left_in_the_result()
    {
        var start = TinyDetector.Create();
        var options = SyntheticTraining.Options(2) with
        {
            Distillation = new DistillationOptions(TinyDetector.Create(seed: 5, width: 12)) { FeatureWeight = 1 },
        };
        var result = Trainer.Run(start, SyntheticTraining.Data(SyntheticTraining.Confidence), options, _folder);
        foreach (var network in (Network[])[result.Best, result.Last])
        {
            Assert.Equal(
                start.Parameters.Select(parameter => parameter.Name),
                network.Parameters.Select(parameter => parameter.Name)
            );
            Assert.Same(start.Graph, network.Graph);
        }

        var columns = File.ReadAllLines(Path.Combine(_folder, "training.csv"))[^1].Split(',');
        Assert.All(columns[^4..], column => Assert.NotEmpty(column));
        Assert.Contains(
            "\"distillation\":{",
            File.ReadAllText(Path.Combine(_folder, "training.jsonl")),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Another_teacher_is_another_training()
    {
        TrainingOptions Options(int seed) =>
            SyntheticTraining.Options(1) with
            {
                Distillation = new DistillationOptions(TinyDetector.Create(seed)),
            };
        Trainer.Run(TinyDetector.Create(), SyntheticTraining.Data(), Options(5), _folder);
        var diagnostics = new DiagnosticList();
        Trainer.Run(TinyDetector.Create(), SyntheticTraining.Data(), Options(6), _folder, diagnostics: diagnostics);
        Assert.Equal(Codes.CheckpointNotResumed, Assert.Single(diagnostics.Items).Code);
    }

    [Fact]
    public void Images_that_come_again_are_asked_about_once_and_told_the_same()
    {
        using var scope = NewDisposeScope();
        var network = TinyDetector.Create(seed: 5);
        using var remembering = new Teacher(
            network,
            ExecutionOptions.Default,
            HeadInputs.Find(network.Graph),
            remembers: true
        );
        using var forgetful = new Teacher(
            network,
            ExecutionOptions.Default,
            HeadInputs.Find(network.Graph),
            remembers: true,
            room: 0
        );
        using var batch = SyntheticTraining.Epoch(0, null).First();
        var images = ImageTensor.FromBytes(
            batch.Pixels.AsSpan(0, batch.PixelCount),
            batch.Count,
            batch.Height,
            batch.Width,
            CPU
        );
        var first = remembering.Ask(images, batch);
        var second = remembering.Ask(images, batch);
        Assert.Equal(batch.Count, remembering.Asked);
        forgetful.Ask(images, batch);
        var again = forgetful.Ask(images, batch);
        Assert.Equal(2 * batch.Count, forgetful.Asked);
        foreach (var (once, twice) in first.All.Zip(second.All).Concat(first.All.Zip(again.All)))
            Assert.Equal(HostTensor.ToArray(once), HostTensor.ToArray(twice));
        Assert.Equal([batch.Count, 8, 4, 4], first.Features[0].shape);
    }

    [Fact]
    public void A_teacher_keeps_its_weights_and_statistics()
    {
        using var scope = NewDisposeScope();
        var network = TinyDetector.Create(seed: 5);
        using var teacher = new Teacher(network, ExecutionOptions.Default, [], remembers: false);
        using var batch = SyntheticTraining.Epoch(0, null).First();
        var images = ImageTensor.FromBytes(
            batch.Pixels.AsSpan(0, batch.PixelCount),
            batch.Count,
            batch.Height,
            batch.Width,
            CPU
        );
        var first = teacher.Ask(images, batch);
        Assert.All(first.All, tensor => Assert.False(tensor.requires_grad));
        Assert.Equal(HostTensor.ToArray(first.Levels[0]), HostTensor.ToArray(teacher.Ask(images, batch).Levels[0]));
    }

    [Fact]
    public void Imitating_waits_for_no_accelerator()
    {
        var reads = new List<long>();
        var options = SyntheticTraining.Options(1) with
        {
            Execution = new ExecutionOptions(ExecutionDevice.ImitatedAccelerator),
            Distillation = new DistillationOptions(TinyDetector.Create(seed: 5, width: 12)) { FeatureWeight = 1 },
        };
        Trainer.Run(
            TinyDetector.Create(),
            SyntheticTraining.Data(onBatch: (_, _) => reads.Add(HostTensor.Reads)),
            options,
            _folder
        );
        Assert.Equal([1, 0], reads.Zip(reads.Skip(1)).Select(pair => pair.Second - pair.First));
    }

    [Fact]
    public void A_teacher_of_other_classes_strides_or_anchors_is_refused()
    {
        var student = TinyDetector.Create();
        Assert.Contains(
            "'cat', 'dog'",
            Refusal(student with { ClassNames = ["cat", "dog"] }),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "strides of 16",
            Refusal(WithHead(student, student.Graph.Detect! with { Strides = [16] })),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "8x8",
            Refusal(
                WithHead(
                    student,
                    student.Graph.Detect! with
                    {
                        Anchors =
                        [
                            [new(8, 8), new(30, 30)],
                        ],
                    }
                )
            ),
            StringComparison.Ordinal
        );

        string Refusal(Network teacher)
        {
            var options = SyntheticTraining.Options(1) with { Distillation = new DistillationOptions(teacher) };
            var error = Assert.Throws<PruneException>(() =>
                Trainer.Run(student, SyntheticTraining.Data(), options, _folder)
            );
            Assert.Equal(Codes.UnfitTeacher, error.Code);
            return error.Message;
        }
    }

    [Theory]
    [InlineData(0, 0, 1)]
    [InlineData(-1, 2, 1)]
    [InlineData(double.NaN, 1, 1)]
    [InlineData(1, 0, 0)]
    public void Weights_that_teach_nothing_are_refused(double output, double feature, double temperature)
    {
        var distillation = new DistillationOptions(TinyDetector.Create())
        {
            OutputWeight = output,
            FeatureWeight = feature,
            Temperature = temperature,
        };
        var error = Assert.Throws<PruneException>(() =>
            Trainer.Run(
                TinyDetector.Create(),
                SyntheticTraining.Data(),
                SyntheticTraining.Options(1) with
                {
                    Distillation = distillation,
                },
                _folder
            )
        );
        Assert.Equal(Codes.UntrainableNetwork, error.Code);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Folder(string name) => Path.Combine(_folder, name);

    private static Network WithHead(Network network, DetectNode head) =>
        network with
        {
            Graph = new Graph(
                network.Graph.Nodes.Select(node => node is DetectNode ? head : node),
                network.Graph.Outputs
            ),
        };

    private static double Sigmoid(double logit) => 1 / (1 + Math.Exp(-logit));

    private static double Divergence(double logit, double teacher)
    {
        var (p, q) = (Sigmoid(teacher), Sigmoid(logit));
        return (p * Math.Log(p / q)) + ((1 - p) * Math.Log((1 - p) / (1 - q)));
    }

    // Mean difference of two networks' confidences.
    private static double Apart(Network left, Network right)
    {
        using var batch = SyntheticTraining.Epoch(1000, null).First();
        using var one = new TorchDetector(left);
        using var other = new TorchDetector(right);
        var pixels = batch.Pixels.AsMemory(0, batch.PixelCount);
        var (a, b) = (
            one.Detect(pixels, batch.Count, batch.Height, batch.Width),
            other.Detect(pixels, batch.Count, batch.Height, batch.Width)
        );
        return a.Chunk(7).Zip(b.Chunk(7)).Average(pair => Math.Abs(pair.First[4] - pair.Second[4]));
    }
}
