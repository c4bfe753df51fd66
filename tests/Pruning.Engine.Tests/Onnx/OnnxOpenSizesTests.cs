using Google.Protobuf;
using Pruning.Diagnostics;
using Pruning.Evaluation;
using Pruning.Graphs;
using Pruning.Onnx.Import;
using Pruning.Onnx.Latency;
using Pruning.Onnx.Runtime;
using Pruning.Onnx.Schema;
using Pruning.Testing;

namespace Pruning.Onnx;

/// <summary>
/// Enlargement by sizes that a file with dynamic axes computes from its maps, as exports through torch.hub have it.
/// </summary>
public class OnnxOpenSizesTests
{
    private const int Size = 64;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_computed_enlargement_is_the_factor_that_it_comes_to(bool half)
    {
        var model = Open(factor: 2);
        var imported = Import(half ? ChangedOnnx.Halved(model) : model);
        Assert.Equal(2, Assert.Single(imported.Graph.Nodes.OfType<UpsampleNode>()).Factor);
        Assert.Equal([8], imported.Graph.Detect!.Strides.ToArray());
        Assert.DoesNotContain(imported.Graph.Nodes, node => node.Name.StartsWith("up.", StringComparison.Ordinal));
    }

    [Fact]
    public void A_file_of_halves_and_open_sizes_detects_is_evaluated_and_timed()
    {
        var (plain, bytes) = (Open(factor: 2).ToByteArray(), OpenSizes.HalveNetwork(Open(factor: 2)).ToByteArray());
        using var expecting = new OnnxDetector(plain, "open", 1);
        using var detector = new OnnxDetector(bytes, "open-half", 1);
        foreach (var (height, width) in ((int, int)[])[(64, 64), (32, 96)])
        {
            var pixels = new byte[2 * 3 * height * width];
            new Random(7).NextBytes(pixels);
            var (expected, actual) = (
                expecting.Detect(pixels, 2, height, width),
                detector.Detect(pixels, 2, height, width)
            );
            Assert.Equal(expected.Length, actual.Length);
            Assert.All(expected.Zip(actual).Select((pair, i) => (pair, i)), one =>
                Assert.Equal(one.pair.First, one.pair.Second, one.i % 7 < 4 ? 0.5f : 0.02f)
            );
        }

        using var files = new Tests.Data.TemporaryDataset();
        foreach (var (name, height, width) in ((string, int, int)[])[("a", 64, 64), ("b", 32, 64)])
        {
            files.WriteImage($"images/{name}.bmp", height, width);
            files.Write($"labels/{name}.txt", "0 0.5 0.5 0.5 0.5\n");
        }

        var split = files.Load("val: images\nnames: [a, b]\n").Split("val");
        var options = new EvaluationOptions
        {
            ImageSize = Size,
            BatchSize = 1,
            Rectangular = true,
        };
        Assert.Equal(
            Evaluator.Evaluate(expecting, split, options).Map50!.Value,
            Evaluator.Evaluate(detector, split, options).Map50!.Value,
            0.05
        );
        Assert.True(
            LatencyMeter
                .Compare(
                    (plain, "open"),
                    (bytes, "open-half"),
                    new LatencyOptions(WarmUp: 1, Rounds: 15, ImageSize: Size)
                )
                .Candidate.MedianMilliseconds > 0
        );
    }

    [Fact]
    public void A_computed_enlargement_in_a_file_of_one_size_needs_no_square_picture()
    {
        var model = ChangedOnnx.Of(SmallNetworks.Detector(), Size);
        OpenSizes.ComputeEnlargement(model);
        Assert.Equal(2, Import(model).Graph.Nodes.OfType<UpsampleNode>().Single().Factor);
        Assert.Equal(
            OnnxReader.Describe(ChangedOnnx.Of(SmallNetworks.Detector(), Size).ToByteArray(), "fixed").Flops,
            OnnxReader.Describe(model.ToByteArray(), "computed").Flops
        );
    }

    [Fact]
    public void A_factor_that_is_not_whole_is_refused()
    {
        var model = ChangedOnnx.Of(SmallNetworks.Detector(), Size);
        OpenSizes.ComputeEnlargement(model, factor: 1.5f);
        Refuses(model, "one whole factor");
    }

    [Fact]
    public void A_size_that_depends_on_more_than_shapes_is_refused()
    {
        var model = ChangedOnnx.Of(SmallNetworks.Detector(), Size);
        OpenSizes.ComputeEnlargement(model);
        model.Graph.Node.Single(node => node.Name == "up.height.floor").OpType = "Round";
        Refuses(model, "without dynamic axes");
    }

    [Theory]
    [InlineData("model.")]
    [InlineData("module.")]
    [InlineData("model.model.")]
    public void A_wrappers_prefix_is_taken_off_the_layers_names(string prefix)
    {
        var model = ChangedOnnx.Of(Enlarging(), Size);
        model.ProducerName = "pytorch";
        Prefix(model, prefix);
        var names = Import(model).Graph.Nodes.OfType<ConvolutionNode>().Select(node => node.Name).ToList();
        Assert.Equal(["model.0.conv", "model.1.conv", "model.2.conv", "model.3.conv", "model.4.m.0"], names);
    }

    [Fact]
    public void Names_of_which_only_some_have_the_prefix_stay()
    {
        var model = ChangedOnnx.Of(Enlarging(), Size);
        model.ProducerName = "pytorch";
        Prefix(model, "backbone.", "model.0.");
        var names = Import(model).Graph.Nodes.OfType<ConvolutionNode>().Select(node => node.Name).ToList();
        Assert.Equal(["backbone.model.0.conv", "model.1.conv", "model.2.conv", "model.3.conv", "model.4.m.0"], names);
    }

    private static void Prefix(ModelProto model, string prefix, string only = "model.")
    {
        foreach (
            var tensor in model
                .Graph.Initializer.Where(tensor =>
                    tensor.Name.StartsWith(only, StringComparison.Ordinal)
                    && !tensor.Name.Contains(".grid", StringComparison.Ordinal)
                )
                .ToList()
        )
        {
            foreach (var node in model.Graph.Node)
            {
                for (var i = 0; i < node.Input.Count; i++)
                    node.Input[i] = node.Input[i] == tensor.Name ? prefix + tensor.Name : node.Input[i];
            }

            tensor.Name = prefix + tensor.Name;
        }
    }

    private static ModelProto Open(float factor)
    {
        var network = Enlarging();
        var model = ChangedOnnx.Of(network, Size);
        OpenSizes.ComputeEnlargement(model, factor);
        OpenSizes.Open(model, network.Graph.Detect!);
        return model;
    }

    /// <summary>The tiny detector, with its map made smaller and larger again before the head.</summary>
    private static Network Enlarging()
    {
        var network = TinyDetector.Create();
        var nodes = network.Graph.Nodes.ToList();
        var place = nodes.FindIndex(node => node.Name == "model.4.m.0");
        var map = (ConvolutionNode)nodes[place];
        nodes[place] = map with { Input = "enlarged", Inputs = ["enlarged"] };
        nodes.InsertRange(
            place,
            [new MaxPoolNode("pooled", map.Input, 2, 2, 0), new UpsampleNode("enlarged", "pooled", 2)]
        );
        return network with { Graph = new Graph(nodes, network.Graph.Outputs) };
    }

    private static void Refuses(ModelProto model, string said)
    {
        var error = Assert.Throws<PruneException>(() => Import(model));
        Assert.Equal(Codes.UnsupportedOperator, error.Code);
        Assert.Contains(said, error.Message, StringComparison.Ordinal);
    }

    private static Network Import(ModelProto model) =>
        OnnxImporter.Read("model.onnx", model.ToByteArray(), new DiagnosticList());
}
