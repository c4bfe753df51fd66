using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;
using Pruning.Diagnostics;
using Pruning.Graphs;
using Pruning.Pruners;
using Pruning.Yolo;

namespace Pruning.Checkpoints;

public sealed class SafetensorsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pruning-").FullName;
    private static readonly Network Sample = Tiny();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_is_saved_is_what_is_loaded()
    {
        var path = PathOf("a");
        SafetensorsFile.Save(path, Sample);
        var loaded = SafetensorsFile.Load(path);
        Assert.Equal(Sample.ClassNames.AsEnumerable(), loaded.ClassNames);
        Assert.Equal(Sample.Provenance, loaded.Provenance);
        Assert.Equal(
            Sample.Parameters.Select(parameter => parameter.Name),
            loaded.Parameters.Select(parameter => parameter.Name)
        );
        foreach (var parameter in Sample.Parameters)
        {
            Assert.Equal(parameter.Shape.AsEnumerable(), loaded.Parameters[parameter.Name].Shape);
            Assert.Equal(parameter.Values, loaded.Parameters[parameter.Name].Values);
        }

        SafetensorsFile.Save(PathOf("b"), loaded);
        Assert.Equal(File.ReadAllBytes(path), File.ReadAllBytes(PathOf("b")));
    }

    [Fact]
    public void Every_kind_of_node_survives()
    {
        var network = OneOfEach();
        SafetensorsFile.Save(PathOf("a"), network);
        var loaded = SafetensorsFile.Load(PathOf("a"));
        foreach (var (left, right) in network.Graph.Nodes.Zip(loaded.Graph.Nodes))
        {
            Assert.Equal(left.Inputs.AsEnumerable(), right.Inputs);
            if (left is DetectNode expected && right is DetectNode actual)
            {
                Assert.Equal(expected.Anchors.SelectMany(level => level), actual.Anchors.SelectMany(level => level));
                Assert.Equal(
                    (expected.Name, expected.ClassCount, expected.Strides[0]),
                    (actual.Name, actual.ClassCount, actual.Strides[0])
                );
            }
            else
            {
                Assert.Equal(left with { Inputs = right.Inputs }, right);
            }
        }
    }

    [Fact]
    public void Half_precision_halves_the_file_and_keeps_three_digits()
    {
        SafetensorsFile.Save(PathOf("full"), Sample);
        SafetensorsFile.Save(PathOf("half"), Sample, half: true);
        var loaded = SafetensorsFile.Load(PathOf("half"));
        foreach (var parameter in Sample.Parameters)
        {
            // A half keeps 11 bits: relative error at most 2^-11, or 2^-25 below the smallest normal.
            for (var i = 0; i < parameter.Values.Length; i++)
                Assert.True(
                    MathF.Abs(parameter.Values[i] - loaded.Parameters[parameter.Name].Values[i])
                        <= MathF.Max(MathF.Abs(parameter.Values[i]) / 2048, 3e-8f)
                );
        }

        var weights = Sample.Parameters.Sum(parameter => parameter.Values.Length);
        Assert.Equal(
            2 * weights,
            new FileInfo(PathOf("full")).Length - new FileInfo(PathOf("half")).Length,
            tolerance: 4096
        );
    }

    [Fact]
    public void A_weight_that_no_half_can_hold_is_refused_and_nothing_is_left()
    {
        var bias = Sample.Parameters.First(parameter => parameter.Name.EndsWith(".bias", StringComparison.Ordinal));
        var values = (float[])bias.Values.Clone();
        values[0] = 1e6f;
        var network = Sample with { Parameters = Sample.Parameters.With([bias with { Values = values }]) };
        var error = Assert.Throws<PruneException>(() => SafetensorsFile.Save(PathOf("half"), network, half: true));
        Assert.Contains(bias.Name, error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public void A_bare_state_dict_is_recognised_by_its_names()
    {
        var written = WriteStateDict(Sample, prefix: "model.");
        var diagnostics = new DiagnosticList();
        var loaded = CheckpointReader.Read(written, diagnostics);
        Assert.Equal(Sample.Graph.Nodes.Select(node => node.Name), loaded.Graph.Nodes.Select(node => node.Name));
        Assert.Equal(NetworkCost.Count(Sample, 64, 64), NetworkCost.Count(loaded, 64, 64));
        Assert.Equal([Codes.AssumedDescription, Codes.UnnamedClasses], diagnostics.Items.Select(item => item.Code));
        Assert.Contains("the activation SiLU and the anchors", diagnostics.Items[0].Message, StringComparison.Ordinal);
        Assert.Contains("'raw.yaml'", diagnostics.Items[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Masks_of_torchs_pruning_utilities_are_applied_to_bare_weights()
    {
        const string name = "model.1.conv.weight";
        var whole = Sample.Parameters[name];
        float[] mask = [.. whole.Values.Select((_, i) => i % 2 == 0 ? 1f : 0)];
        var parts = Sample
            .Parameters.Where(parameter => parameter.Name != name)
            .Append(whole with { Name = $"{name}_orig" })
            .Append(whole with { Name = $"{name}_mask", Values = mask });
        var loaded = CheckpointReader.Read(
            WriteStateDict(Sample with { Parameters = new ParameterSet(parts) }, prefix: ""),
            new DiagnosticList()
        );
        Assert.Equal(whole.Values.Select((value, i) => value * mask[i]), loaded.Parameters[name].Values);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Bare_weights_of_the_layouts_before_version_6_are_recognised_too(bool fourLevels)
    {
        var table = fourLevels ? YoloTable.FocusP6 : YoloTable.FocusP5;
        var network = YoloArchitecture.Create(YoloDesign.Scale(table, 0.33, 0.0625), ["a", "b"], 3);
        var loaded = CheckpointReader.Read(WriteStateDict(network, prefix: "model."), new DiagnosticList());
        Assert.Equal(network.Graph.Nodes.Select(node => node.Name), loaded.Graph.Nodes.Select(node => node.Name));
        Assert.Equal(NetworkCost.Count(network, 128, 128), NetworkCost.Count(loaded, 128, 128));
        Assert.Equal(4, loaded.Graph.Nodes.OfType<SliceNode>().Count());
        Assert.Equal(
            fourLevels ? [3, 5, 7] : [5, 9, 13],
            loaded.Graph.Nodes.OfType<MaxPoolNode>().Select(pool => pool.Kernel)
        );
    }

    [Fact]
    public void What_a_yaml_beside_bare_weights_states_is_taken()
    {
        var written = WriteStateDict(Sample, prefix: "module.model.");
        File.WriteAllText(
            Path.ChangeExtension(written, ".yaml"),
            """
            nc: 3
            activation: nn.LeakyReLU(0.1, inplace=True)
            anchors:
              - [1,2, 3,4, 5,6]
              - [7,8, 9,10, 11,12]
              - [13,14, 15,16, 17,18.5]
            backbone: [[-1, 1, Conv, [64, 6, 2, 2]]]
            """
        );
        var diagnostics = new DiagnosticList();
        var loaded = CheckpointReader.Read(written, diagnostics);
        Assert.All(loaded.Graph.Nodes.OfType<ActivationNode>(), node =>
            Assert.Equal(ActivationKind.LeakyReLU, node.Kind)
        );
        Assert.Equal(new Anchor(17, 18.5f), loaded.Graph.Detect!.Anchors[2][2]);
        Assert.Equal([Codes.UnnamedClasses], diagnostics.Items.Select(item => item.Code));
    }

    [Theory]
    [InlineData("activation: nn.Mish()", "PRUNE1007")]
    [InlineData("activation: nn.LeakyReLU(0.2)", "PRUNE1007")]
    [InlineData("anchors: [[1, 2, 3]]", "PRUNE1008")]
    [InlineData("anchors: [[1, 2], [3, 4]]", "PRUNE1008")]
    [InlineData("anchors: [[1, x]]", "PRUNE1008")]
    [InlineData("anchors: [[1, -2], [3, 4], [5, 6]]", "PRUNE1008")]
    [InlineData("anchors: [1, 2]", "PRUNE1008")]
    [InlineData("activation: [", "PRUNE1008")]
    public void A_yaml_beside_bare_weights_that_is_wrong_is_refused(string yaml, string code)
    {
        var written = WriteStateDict(Sample, prefix: "");
        File.WriteAllText(Path.ChangeExtension(written, ".yaml"), yaml);
        Assert.Equal(code, ReadError(written).Code.Id);
    }

    /// <summary>The sample's head has room for three classes: of two, one place a box is something else.</summary>
    [Theory]
    [InlineData(
        "nc: 2",
        "its head gives 8 values a box, where the box, objectness and 2 classes take 7. The 1 more are something "
            + "else, such as the landmarks"
    )]
    [InlineData("nc: two", "'nc: two', which is no number of classes")]
    [InlineData("# Gr\u00f6\u00dfe", "it is not in UTF-8: line 1 has the byte 0xF6")]
    public void A_yaml_beside_bare_weights_that_contradicts_them_is_refused(string yaml, string said)
    {
        var written = WriteStateDict(Sample, prefix: "");
        File.WriteAllBytes(Path.ChangeExtension(written, ".yaml"), Encoding.Latin1.GetBytes(yaml));
        var error = ReadError(written);
        Assert.Equal(Codes.NotYolo, error.Code);
        Assert.Contains(said, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_number_of_classes_what_is_taken_for_classes_is_said()
    {
        var diagnostics = new DiagnosticList();
        CheckpointReader.Read(WriteStateDict(Sample, prefix: ""), diagnostics);
        Assert.Contains(
            "3 classes (every value of a box behind its objectness) are assumed",
            diagnostics.Items[0].Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_pruned_network_comes_back_as_it_was_cut_whatever_architecture_it_was()
    {
        var dense = YoloArchitecture.Create("yolov5n", ["a", "b"], 1);
        var pruned = Surgery.Prune(
            dense,
            PrunePlanner.Plan(
                dense,
                [new SparsityTarget(TargetMetric.Flops, 0.5)],
                new PlanningOptions { Image = Extent.Square(64) }
            )
        );
        Assert.Equal("yolov5n", pruned.Provenance[ProvenanceKeys.BaseArchitecture]);
        SafetensorsFile.Save(PathOf("yolov5n"), pruned);
        var loaded = SafetensorsFile.Load(PathOf("yolov5n"));
        Assert.Equal(NetworkCost.Count(pruned, 64, 64), NetworkCost.Count(loaded, 64, 64));
        Assert.NotEqual(NetworkCost.Count(dense, 64, 64), NetworkCost.Count(loaded, 64, 64));
        Assert.All(pruned.Parameters, parameter =>
            Assert.Equal(parameter.Values, loaded.Parameters[parameter.Name].Values)
        );
        Assert.Equal(pruned.Provenance, loaded.Provenance);
        // And is an ordinary network: it can be cut again.
        Assert.NotNull(
            Surgery.Prune(
                loaded,
                PrunePlanner.Plan(
                    loaded,
                    [new SparsityTarget(TargetMetric.Flops, 0.1)],
                    new PlanningOptions { Image = Extent.Square(64) }
                )
            )
        );
    }

    [Fact]
    public void A_tensor_that_belongs_to_no_layer_is_damage()
    {
        var network = Sample with { Parameters = Sample.Parameters.With([Parameter.Filled("model.99.weight", 1, 1)]) };
        SafetensorsFile.Save(PathOf("stray"), network);
        Assert.Contains(
            "'model.99.weight' belongs to no layer",
            ReadError(PathOf("stray")).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Channels_that_double_without_end_are_refused_before_anything_walks_them()
    {
        var nodes = new List<Node> { new InputNode("x0", 64) };
        for (var i = 1; i <= 40; i++)
            nodes.Add(new ConcatNode($"x{i}", [$"x{i - 1}", $"x{i - 1}"]));
        SafetensorsFile.Save(
            PathOf("bomb"),
            new Network(
                new Graph(nodes, ["x40"]),
                new ParameterSet([]),
                [],
                ImmutableSortedDictionary<string, string>.Empty
            )
        );
        Assert.Equal(Codes.OversizedCheckpoint, ReadError(PathOf("bomb")).Code);
    }

    [Theory]
    [InlineData("pruning.classes", "[null]")]
    [InlineData("pruning.classes", "{}")]
    [InlineData("pruning.provenance", "{\"a\":null}")]
    [InlineData("pruning.provenance", "[]")]
    [InlineData(
        "pruning.graph",
        "{\"version\":1,\"nodes\":[{\"op\":\"input\",\"name\":\"a\",\"inputs\":[\"a\"],\"channels\":3}],\"outputs\":[\"a\"]}"
    )]
    [InlineData("pruning.graph", "{\"version\":1,\"nodes\":[],\"outputs\":[]}")]
    [InlineData(
        "pruning.graph",
        "{\"version\":1,\"nodes\":[{\"op\":\"input\",\"name\":\"a\",\"inputs\":[],\"channels\":3},{\"op\":\"add\",\"name\":\"b\",\"inputs\":[\"c\"]}],\"outputs\":[\"b\"]}"
    )]
    public void Metadata_that_is_not_what_belongs_there_is_refused(string key, string value)
    {
        const string graph =
            "{\"version\":1,\"nodes\":[{\"op\":\"input\",\"name\":\"a\",\"inputs\":[],\"channels\":3}],\"outputs\":[\"a\"]}";
        var metadata = new Dictionary<string, string> { ["pruning.graph"] = graph, [key] = value };
        var error = ReadError(
            Write(
                System.Text.Json.JsonSerializer.Serialize(
                    new Dictionary<string, object> { ["__metadata__"] = metadata }
                ),
                0
            )
        );
        Assert.True(error.Code == Codes.DamagedCheckpoint || error.Code == Codes.InconsistentNetwork, error.Message);
    }

    [Fact]
    public void Other_weights_are_not_taken_for_a_detector()
    {
        var path = Write("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4);
        Assert.Equal(Codes.NotYolo, ReadError(path).Code);
    }

    [Theory]
    [InlineData("""{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", 4)]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8)]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 8)]
    [InlineData(
        """{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"y":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""",
        8
    )]
    [InlineData(
        """{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"x":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""",
        8
    )]
    [InlineData("""{"x":{"dtype":"F32","shape":[-1],"data_offsets":[0,-4]}}""", 4)]
    [InlineData("""{"x":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,0]}}""", 0)]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,9223372036854775807]}}""", 4)]
    [InlineData("""{"x":{"dtype":"F32","shape":[1]}}""", 4)]
    [InlineData("""{"x":[]}""", 0)]
    [InlineData("""{"x":""", 0)]
    [InlineData("""{"__metadata__":{"a":1}}""", 0)]
    [InlineData("""{"__metadata__":{"pruning.graph":"{"}}""", 0)]
    [InlineData(
        """{"__metadata__":{"pruning.graph":"{\"version\":1,\"nodes\":[{\"op\":\"magic\",\"name\":\"a\",\"inputs\":[]}],\"outputs\":[]}"}}""",
        0
    )]
    [InlineData(
        """{"__metadata__":{"pruning.graph":"{\"version\":1,\"nodes\":[{\"op\":\"maxPool\",\"name\":\"a\",\"inputs\":[\"b\"],\"kernel\":3,\"stride\":0,\"padding\":1}],\"outputs\":[]}"}}""",
        0
    )]
    public void A_header_that_contradicts_itself_is_damage(string header, int dataBytes) =>
        Assert.Equal(Codes.DamagedCheckpoint, ReadError(Write(header, dataBytes)).Code);

    [Theory]
    [InlineData(ulong.MaxValue)]
    [InlineData(100_000_001)]
    [InlineData(1000)]
    public void A_header_longer_than_the_file_allocates_nothing(ulong length)
    {
        var bytes = new byte[32];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, length);
        bytes[8] = (byte)'{';
        File.WriteAllBytes(PathOf("a"), bytes);
        Assert.Equal(Codes.DamagedCheckpoint, ReadError(PathOf("a")).Code);
    }

    [Fact]
    public void A_newer_description_asks_for_a_newer_tool()
    {
        var path = Write("""{"__metadata__":{"pruning.graph":"{\"version\":99,\"nodes\":[],\"outputs\":[]}"}}""", 0);
        Assert.Equal(Codes.NewerCheckpoint, ReadError(path).Code);
    }

    [Fact]
    public void Flipped_bytes_end_in_coded_errors_or_other_weights()
    {
        SafetensorsFile.Save(PathOf("good"), OneOfEach());
        var good = File.ReadAllBytes(PathOf("good"));
        var random = new Random(11);
        for (var trial = 0; trial < 500; trial++)
        {
            var bytes = (byte[])good.Clone();
            for (var i = 0; i < 3; i++)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            File.WriteAllBytes(PathOf("bad"), bytes);
            try
            {
                CheckpointReader.Read(PathOf("bad"), new DiagnosticList());
            }
            catch (PruneException)
            {
                continue;
            }
        }
    }

    private string PathOf(string name) => Path.Combine(_folder, name + ".safetensors");

    private static PruneException ReadError(string path) =>
        Assert.Throws<PruneException>(() => CheckpointReader.Read(path, new DiagnosticList()));

    private string Write(string header, int dataBytes)
    {
        using var stream = File.Create(PathOf("raw"));
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, Encoding.UTF8.GetByteCount(header));
        stream.Write(length);
        stream.Write(Encoding.UTF8.GetBytes(header));
        stream.Write(new byte[dataBytes]);
        return PathOf("raw");
    }

    private string WriteStateDict(Network network, string prefix)
    {
        var header = new StringBuilder("{");
        var offset = 0;
        foreach (var parameter in network.Parameters)
        {
            var end = offset + (4 * parameter.Values.Length);
            header.Append(header.Length > 1 ? "," : "");
            header.Append(
                $"\"{prefix}{parameter.Name}\":{{\"dtype\":\"F32\",\"shape\":[{string.Join(',', parameter.Shape)}],\"data_offsets\":[{offset},{end}]}}"
            );
            offset = end;
        }

        var path = Write(header.Append('}').ToString(), 0);
        using var stream = new FileStream(path, FileMode.Append);
        foreach (var parameter in network.Parameters)
            stream.Write(System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>(parameter.Values));
        return path;
    }

    private static Network Tiny() =>
        YoloArchitecture.Create(YoloDesign.Scale(YoloTable.P5, 0.33, 0.0625), ["a", "b", "ç \"quoted\""], 3) with
        {
            Provenance = ImmutableSortedDictionary<string, string>
                .Empty.Add("base.file", "x.pt")
                .Add("stage", "import"),
        };

    internal static Network OneOfEach()
    {
        var graph = new Graph(
            [
                new InputNode("images", 3),
                new SliceNode("s", "images", 1, 0, 2),
                new ConvolutionNode(
                    "c",
                    "s",
                    new Extent(3, 1),
                    new Extent(2, 1),
                    new Extent(1, 0),
                    new Extent(1, 2),
                    1,
                    HasBias: true
                ),
                new BatchNormNode("n", "c", 1e-3, 0.03),
                new ActivationNode("a", "n", ActivationKind.Hardswish),
                new MaxPoolNode("p", "a", 3, 1, 1),
                new AddNode("add", ["a", "p"]),
                new UpsampleNode("u", "add", 2),
                new ConcatNode("j", ["u", "u"]),
                new ConvolutionNode(
                    "m",
                    "j",
                    Extent.Square(1),
                    Extent.Square(1),
                    Extent.Square(0),
                    Extent.Square(1),
                    2,
                    HasBias: true
                ),
                new DetectNode(
                    "d",
                    ["m"],
                    [
                        [new Anchor(1.5f, 2.25f), new Anchor(3, 4)],
                    ],
                    [2],
                    1
                ),
            ],
            ["d"]
        );
        return new Network(
            graph,
            new ParameterSet([
                Parameter.Filled("c.weight", 0.5f, 4, 3, 3, 1),
                Parameter.Filled("c.bias", 0.5f, 4),
                Parameter.Filled("n.weight", 1, 4),
                Parameter.Filled("n.bias", 0, 4),
                Parameter.Filled("n.running_mean", 0, 4),
                Parameter.Filled("n.running_var", 1, 4),
                Parameter.Filled("m.weight", 0.25f, 12, 4, 1, 1),
                Parameter.Filled("m.bias", 0, 12),
            ]),
            ["thing"],
            ImmutableSortedDictionary<string, string>.Empty.Add("base.file", "x")
        );
    }
}
