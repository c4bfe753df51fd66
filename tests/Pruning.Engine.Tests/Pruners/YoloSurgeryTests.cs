using System.Collections.Immutable;
using Pruning.Checkpoints;
using Pruning.Diagnostics;
using Pruning.Execution;
using Pruning.Graphs;
using Pruning.Onnx;
using Pruning.Testing;
using Pruning.Yolo;
using static TorchSharp.torch;

namespace Pruning.Pruners;

/// <summary>
/// Every layout of YOLOv5, old and new, from files and pruned before: a cut network gives what the dense one gives with
/// these channels at zero.
/// </summary>
[Collection(TorchCollection.Name)]
public class YoloSurgeryTests
{
    private const int Size = 64;
    private const double Narrow = 0.0625;

    private static readonly ImmutableArray<string> Names = ["a", "b"];

    [Theory]
    [InlineData(0.33)] // n, s
    [InlineData(0.67)] // m
    [InlineData(1.0)] // l
    [InlineData(1.33)] // x
    public void Every_size(double depth) => Equals(Narrowed(YoloTable.P5, depth), 1);

    [Theory]
    [InlineData(0.33)]
    [InlineData(1.33)]
    public void Four_levels(double depth) => Equals(Narrowed(YoloTable.P6, depth), 2);

    [Fact]
    public void The_layouts_with_Focus_and_SPP()
    {
        Equals(Narrowed(YoloTable.FocusP5, 0.33), 3);
        Equals(Narrowed(YoloTable.FocusP6, 0.33), 4);
    }

    [Fact]
    public void A_CSP_block_whose_norm_comes_after_the_concatenation()
    {
        var build = new GraphBuilder(5);
        var x = build.Block("model.0", build.Image(), 8, 3, 2);
        var y = build.Block("model.1.cv1", x, 6);
        y = build.Sum("model.1.m.0.add", y, build.Block("model.1.m.0.cv2", build.Block("model.1.m.0.cv1", y, 6), 6, 3));
        y = build.Sum("model.1.m.1.add", y, build.Block("model.1.m.1.cv2", build.Block("model.1.m.1.cv1", y, 6), 6, 3));
        var joined = build.Concat("model.1.concat", build.Conv("model.1.cv3", y, 6), build.Conv("model.1.cv2", x, 6));
        x = build.Block(
            "model.1.cv4",
            build.Act("model.1.act", build.Norm("model.1.bn", joined), ActivationKind.LeakyReLU),
            8
        );
        Equals(build.Build(build.Detect("model.2", 1, build.Conv("model.2.m.0", x, 6, bias: true))), 5);
    }

    [Fact]
    public void A_file_in_ONNX_and_a_network_that_was_pruned_before()
    {
        var network = Narrowed(YoloTable.P5, 0.33);
        var once = Surgery.Prune(network, RandomCuts.Of(network, new Random(6), Size));
        Equals(once, 7);
        var path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():n}.onnx");
        try
        {
            File.WriteAllBytes(path, OnnxExporter.Export(once, new OnnxExportOptions(Size, 17)));
            Equals(CheckpointReader.Read(path, new DiagnosticList()), 8);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static void Equals(Network network, int seed)
    {
        var plan = RandomCuts.Of(network, new Random(seed), Size);
        var cut = Surgery.Prune(network, plan);
        var (expected, actual) = (Run(network with { Parameters = RandomCuts.Zeroed(network, plan) }), Run(cut));
        Assert.Equal(expected.Length, actual.Length);
        var largest = expected.Max(Math.Abs);
        Assert.True(largest > 0.1 && float.IsFinite(largest), $"the outputs say nothing: {largest}");
        Assert.All(expected.Zip(actual), pair =>
            Assert.True(
                Math.Abs(pair.First - pair.Second) <= 1e-5 * (1 + largest),
                $"{pair.First} became {pair.Second}"
            )
        );
        Assert.True(
            NetworkCost.Count(cut, Size, Size).Parameters < 0.8 * NetworkCost.Count(network, Size, Size).Parameters
        );
    }

    private static float[] Run(Network network)
    {
        using var torch = new TorchNetwork(network);
        using var scope = NewDisposeScope();
        var random = new Random(0);
        var pixels = new byte[3 * Size * Size];
        random.NextBytes(pixels);
        return
        [
            .. torch
                .Forward(ImageTensor.FromBytes(pixels, 1, Size, Size, torch.Device), training: false)
                .SelectMany(HostTensor.ToArray),
        ];
    }

    // Norms that differ from channel to channel: at their start values a wrong channel would hardly show.
    private static Network Narrowed(YoloTable table, double depth)
    {
        var random = new Random(1);
        var network = YoloArchitecture.Create(YoloDesign.Scale(table, depth, Narrow), Names, seed: 1);
        var norms = network
            .Graph.Nodes.OfType<BatchNormNode>()
            .SelectMany(norm => new[] { $"{norm.Name}.weight", $"{norm.Name}.bias", $"{norm.Name}.running_mean" });
        return network with
        {
            Parameters = network.Parameters.With(
                norms
                    .Select(name => network.Parameters[name])
                    .Select(parameter =>
                        parameter with
                        {
                            Values =
                            [
                                .. parameter.Values.Select(_ =>
                                    (parameter.Name.EndsWith(".weight", StringComparison.Ordinal) ? 1 : 0)
                                    + (float)(random.NextDouble() - 0.5)
                                ),
                            ],
                        }
                    )
            ),
        };
    }
}
