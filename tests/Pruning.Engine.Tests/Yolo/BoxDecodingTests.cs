using System.Collections.Immutable;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Pruning.Execution;
using Pruning.Graphs;
using Pruning.Onnx;
using Pruning.Onnx.Import;
using Pruning.Testing;
using Pruning.Training;
using Pruning.Training.Distilling;
using Pruning.Yolo.Heads;
using TorchSharp;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace Pruning.Yolo;

/// <summary>One map, decoded by all that read the head's description: they must find the same boxes.</summary>
[Collection(TorchCollection.Name)]
public class BoxDecodingTests
{
    private const int Side = 8; // cells
    private const int Stride = 8;
    private const int Classes = 3;

    private static readonly DetectNode Head = new(
        "head",
        ["map"],
        [
            [new Anchor(20, 31), new Anchor(44, 40)],
        ],
        [Stride],
        Classes
    );

    // [1, A * (5 + C), Side, Side]: logits, so that sigmoids go from 0.02 to 0.98.
    private static readonly float[] Map = Values(Head.ChannelsPerLevel * Side * Side, reach: 4, seed: 1);

    // Sigmoids of two runtimes differ by some 1e-7 in single precision; a side of the larger anchor moves by up to 8 *
    // 44 times as much, a centre by 16 times. A slip in the formula moves boxes by pixels.
    private const float Pixels = 1e-3f;
    private const float Probability = 1e-6f;

    public BoxDecodingTests() => TorchRuntime.Initialize();

    [Fact]
    public void The_executor_decodes_as_the_importers_proof_does() => AssertEqualRows(Proof(), Executed());

    [Fact]
    public void An_exported_file_decodes_as_the_importers_proof_does()
    {
        using var options = new SessionOptions { IntraOpNumThreads = 1 };
        using var session = new InferenceSession(OnnxExporter.Export(Network(), new OnnxExportOptions(Side)), options);
        var input = NamedOnnxValue.CreateFromTensor(
            session.InputNames[0],
            new DenseTensor<float>(Map, [1, Head.ChannelsPerLevel, Side, Side])
        );
        using var outputs = session.Run([input]);
        AssertEqualRows(Proof(), [.. outputs.Single().AsEnumerable<float>()]);
    }

    [Fact]
    public void The_loss_compares_labels_with_the_executors_boxes()
    {
        float[] targets = [0, 1, 0.31f, 0.44f, 0.2f, 0.3f, 0, 2, 0.8f, 0.12f, 0.5f, 0.1f]; // image, class, box
        var hyperparameters = new Hyperparameters { BoxGain = 1 };
        using var scope = NewDisposeScope();
        var loss = new DetectionLoss(Head, hyperparameters, Side * Stride, CPU);
        var matches = new TargetAssignment(Head, hyperparameters.AnchorRatio).Assign(0, targets, Side, Side);
        Assert.NotEqual(0, matches.Count);
        var boxes = InCells(Executed()).index_select(0, HostTensor.From(matches.Cells, CPU)); // [n, 4]
        var overlap = CompleteIou.Compute(
            boxes.narrow(1, 0, 2),
            boxes.narrow(1, 2, 2),
            HostTensor.From(matches.Boxes, [matches.Count, 4], CPU)
        );
        var (_, losses) = loss.Compute([Level()], targets);
        Assert.Equal((1 - overlap).mean().item<float>() * loss.Gains.Box, losses[0].item<float>(), 1e-5);
    }

    [Fact]
    public void Distillation_compares_the_executors_boxes()
    {
        using var scope = NewDisposeScope();
        var gains = new LossGains(1, 1, 1);
        using var imitation = new OutputImitation(Head, gains, [1], temperature: 1, CPU);
        var other = tensor(Values(Map.Length, reach: 2, seed: 2), [1, 2, Side, Side, Head.Columns]);
        using var decoder = new HeadDecoder(Head, CPU);
        var (student, teacher) = (InCells(Executed()), InCells(HostTensor.ToArray(decoder.Decode([other]))));
        const double least = 0.1; // of a side, in cells: distillation looks at no smaller ones
        var overlap = CompleteIou.Compute(
            student.narrow(1, 0, 2),
            student.narrow(1, 2, 2).clamp(min: least),
            cat([teacher.narrow(1, 0, 2), teacher.narrow(1, 2, 2).clamp(min: least)], 1)
        ); // [N]
        var weight = other.select(4, 4).sigmoid().reshape(-1);
        var expected = (weight * (1 - overlap)).sum() / weight.sum();
        Assert.Equal(expected.item<float>(), imitation.Compute([Level()], [other])[0].item<float>(), 1e-4f);
    }

    private static float[] Proof() =>
        [
            .. new ProbedLevel(
                new ProbedMap("map", "map", Head.ChannelsPerLevel, Extent.Square(Side)),
                Stride,
                [.. Head.Anchors[0]]
            ).Decode(Map, Head.Columns),
        ];

    private static float[] Executed()
    {
        using var scope = NewDisposeScope();
        using var torch = new TorchNetwork(Network());
        return HostTensor.ToArray(torch.Decode([Level()]));
    }

    // [1, A, Side, Side, 5 + C], through a convolution that changes nothing.
    private static Tensor Level()
    {
        using var torch = new TorchNetwork(Network());
        return torch.Forward(tensor(Map, [1, Head.ChannelsPerLevel, Side, Side]), training: false)[0];
    }

    // [N, 4]: centre from the cell's corner, width, height, in cells.
    private static Tensor InCells(float[] rows)
    {
        var boxes = new float[rows.Length / Head.Columns * 4];
        for (var row = 0; row < rows.Length / Head.Columns; row++)
        {
            var cell = row % (Side * Side);
            for (var column = 0; column < 4; column++)
                boxes[(row * 4) + column] =
                    (rows[(row * Head.Columns) + column] / Stride)
                    - (
                        column switch
                        {
                            0 => cell % Side,
                            1 => cell / Side,
                            _ => 0,
                        }
                    );
        }

        return tensor(boxes, [boxes.Length / 4, 4]);
    }

    /// <summary>The map itself as a network's input.</summary>
    private static Network Network()
    {
        var channels = Head.ChannelsPerLevel;
        var one = Extent.Square(1);
        var weight = new float[channels * channels];
        for (var channel = 0; channel < channels; channel++)
            weight[(channel * channels) + channel] = 1;
        return new Network(
            new Graph(
                [
                    new InputNode("images", channels),
                    new ConvolutionNode("map", "images", one, one, default, one, 1, HasBias: false),
                    Head,
                ],
                ["head"]
            ),
            new ParameterSet([new Parameter("map.weight", [channels, channels, 1, 1], weight)]),
            ["a", "b", "c"],
            ImmutableSortedDictionary<string, string>.Empty
        );
    }

    private static float[] Values(int count, float reach, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => ((random.NextSingle() * 2) - 1) * reach)];
    }

    private static void AssertEqualRows(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], i % Head.Columns < HeadColumns.Objectness ? Pixels : Probability);
    }
}
