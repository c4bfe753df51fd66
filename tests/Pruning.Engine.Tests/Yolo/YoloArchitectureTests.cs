using Pruning.Diagnostics;
using Pruning.Graphs;

namespace Pruning.Yolo;

public class YoloArchitectureTests
{
    /// <summary>
    /// Published parameter counts of YOLOv5 v6 and v7 with 80 classes, before batch norms are folded.
    /// </summary>
    [Theory]
    [InlineData("yolov5n", 1_872_157)]
    [InlineData("yolov5s", 7_235_389)]
    [InlineData("yolov5m", 21_190_557)]
    [InlineData("yolov5l", 46_563_709)]
    [InlineData("yolov5n6", 3_246_940)]
    [InlineData("yolov5s6", 12_626_620)]
    [InlineData("yolov5m6", 35_731_932)]
    public void Parameter_counts_are_the_published_ones(string name, long parameters) =>
        Assert.Equal(parameters, NetworkCost.Count(YoloArchitecture.Create(name, Classes(80), 0), 640, 640).Parameters);

    /// <summary>
    /// The sizes that the family is published with, in millions of parameters; the largest are counted without making
    /// their weights.
    /// </summary>
    [Theory]
    [InlineData("yolov5n", 1.9)]
    [InlineData("yolov5s", 7.2)]
    [InlineData("yolov5m", 21.2)]
    [InlineData("yolov5l", 46.5)]
    [InlineData("yolov5x", 86.7)]
    [InlineData("yolov5n6", 3.2)]
    [InlineData("yolov5s6", 12.6)]
    [InlineData("yolov5m6", 35.7)]
    [InlineData("yolov5l6", 76.8)]
    [InlineData("yolov5x6", 140.7)]
    public void All_ten_are_as_large_as_they_are_published(string name, double millions)
    {
        Assert.Equal(10, YoloArchitecture.Names.Length);
        Assert.Equal(millions, CountParameters(name, 80) / 1e6, 0.1);
    }

    /// <summary>
    /// Versions 4 and 5 are published with 7.3, 21.4, 47.0 and 87.7 million parameters, and 12.7 for s6.
    /// </summary>
    [Theory]
    [InlineData(false, 0.33, 0.5, 7.3)]
    [InlineData(false, 0.67, 0.75, 21.4)]
    [InlineData(false, 1, 1, 47)]
    [InlineData(false, 1.33, 1.25, 87.7)]
    [InlineData(true, 0.33, 0.5, 12.7)]
    public void The_layouts_before_version_6_are_as_large_as_they_are_published(
        bool fourLevels,
        double depth,
        double width,
        double millions
    ) =>
        Assert.Equal(
            millions,
            CountParameters(YoloDesign.Scale(fourLevels ? YoloTable.FocusP6 : YoloTable.FocusP5, depth, width), 80)
                / 1e6,
            0.1
        );

    [Fact]
    public void Counting_without_weights_is_counting() =>
        Assert.Equal(
            NetworkCost.Count(YoloArchitecture.Create("yolov5n6", Classes(7), 0), 64, 64).Parameters,
            CountParameters("yolov5n6", 7)
        );

    [Theory]
    [InlineData("yolov5n", 4.5)]
    [InlineData("yolov5s", 16.5)]
    [InlineData("yolov5m", 49.0)]
    public void Flops_are_the_published_ones(string name, double gigaFlops) =>
        Assert.Equal(
            gigaFlops,
            NetworkCost.Count(YoloArchitecture.Create(name, Classes(80), 0), 640, 640).GigaFlops,
            0.15
        );

    [Fact]
    public void Heads_have_three_levels_or_four()
    {
        Assert.Equal([8, 16, 32], YoloArchitecture.Create("yolov5n", Classes(2), 0).Graph.Detect!.Strides.ToArray());
        var large = YoloArchitecture.Create("YOLOv5n6", Classes(2), 0);
        Assert.Equal(64, large.MaximumStride);
        // 3 anchors in each cell of 80x80, 40x40, 20x20 and 10x10.
        var shapes = ShapeInference.Infer(large.Graph, large.Parameters, 640, 640);
        Assert.Equal(3 * (6400 + 1600 + 400 + 100), shapes["model.33"].Height);
    }

    [Fact]
    public void Layers_have_their_state_dict_names()
    {
        var graph = YoloArchitecture.Create("yolov5n", Classes(2), 0).Graph;
        string[] names =
        [
            "images",
            "model.0.conv",
            "model.0.bn",
            "model.0.act",
            "model.2.cv1.conv",
            "model.2.m.0.cv1.conv",
            "model.2.m.0.add",
            "model.2.concat",
            "model.9.m.0",
            "model.9.m.2",
            "model.9.concat",
            "model.11",
            "model.12",
            "model.24.m.0",
            "model.24",
        ];
        Assert.All(names, name => Assert.True(graph.Contains(name), name));
        // The neck has no shortcuts.
        Assert.False(graph.Contains("model.13.m.0.add"));
    }

    [Fact]
    public void The_same_seed_gives_the_same_weights_and_another_does_not()
    {
        var first = YoloArchitecture.Create("yolov5n", Classes(3), 5).Parameters["model.6.cv2.conv.weight"].Values;
        Assert.Equal(
            first,
            YoloArchitecture.Create("yolov5n", Classes(3), 5).Parameters["model.6.cv2.conv.weight"].Values
        );
        Assert.NotEqual(
            first,
            YoloArchitecture.Create("yolov5n", Classes(3), 6).Parameters["model.6.cv2.conv.weight"].Values
        );
    }

    [Fact]
    public void Convolutions_start_uniform_within_one_over_root_fan_in()
    {
        var weight = YoloArchitecture.Create("yolov5n", Classes(3), 0).Parameters["model.7.conv.weight"];
        var bound = 1 / Math.Sqrt(128 * 9);
        Assert.All(weight.Values, value => Assert.InRange(value, -bound, bound));
        var mean = weight.Values.Average(value => (double)value);
        var variance = weight.Values.Average(value => (value - mean) * (value - mean));
        // 294,912 samples: the standard errors of mean and variance are 0.1 % and 0.2 % of these scales.
        Assert.Equal(0, mean / bound, 0.01);
        Assert.Equal(1 / 3.0, variance / (bound * bound), 0.01);
    }

    [Fact]
    public void The_heads_biases_start_at_the_expected_odds()
    {
        var bias = YoloArchitecture.Create("yolov5n", Classes(3), 0).Parameters["model.24.m.1.bias"].Values;
        var slack = 1 / Math.Sqrt(128) + 1e-6;
        Assert.Equal(Math.Log(8 / Math.Pow(640 / 16.0, 2)), bias[4], slack);
        Assert.Equal(Math.Log(0.6 / (3 - 0.99999)), bias[5], slack);
        Assert.Equal(0, bias[0], slack);
    }

    [Fact]
    public void An_unknown_name_lists_the_known_ones()
    {
        var error = Assert.Throws<PruneException>(() => YoloArchitecture.Create("yolov5q", Classes(1), 0));
        Assert.Equal(Codes.UnknownArchitecture, error.Code);
        Assert.Contains("yolov5n6", error.Message, StringComparison.Ordinal);
    }

    internal static System.Collections.Immutable.ImmutableArray<string> Classes(int count) =>
        [.. Enumerable.Range(0, count).Select(i => $"c{i}")];

    /// <summary>How many trainable values an architecture has, without making them.</summary>
    private static long CountParameters(string name, int classCount) =>
        CountParameters(YoloArchitecture.DesignOf(name), classCount);

    private static long CountParameters(YoloDesign design, int classCount)
    {
        var (graph, outputChannels) = YoloGraph.Build(design, classCount, design.Table.Anchors);
        var channels = new Dictionary<string, int>(StringComparer.Ordinal);
        long count = 0;
        foreach (var node in graph.Nodes)
        {
            channels[node.Name] = node switch
            {
                InputNode input => input.Channels,
                ConvolutionNode => outputChannels[node.Name],
                ConcatNode => node.Inputs.Sum(input => channels[input]),
                _ => channels[node.Inputs[0]],
            };
            count += node switch
            {
                ConvolutionNode convolution => (long)channels[node.Name]
                    * (
                        (
                            channels[convolution.Input]
                            / convolution.Groups
                            * convolution.Kernel.Height
                            * convolution.Kernel.Width
                        ) + (convolution.HasBias ? 1 : 0)
                    ),
                BatchNormNode => 2L * channels[node.Name],
                _ => 0,
            };
        }

        return count;
    }
}
