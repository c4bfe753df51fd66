using Google.Protobuf;
using Microsoft.ML.OnnxRuntime.Tensors;
using Pruning.Diagnostics;
using Pruning.Evaluation;
using Pruning.Graphs;
using Pruning.Onnx.Import;
using Pruning.Onnx.Latency;
using Pruning.Onnx.Runtime;
using Pruning.Onnx.Schema;

namespace Pruning.Onnx;

/// <summary>
/// Files whose weights are 8-bit integers: counted like others, called what they are, and no base model.
/// </summary>
public class QuantizedOnnxTests
{
    private const int Size = 64;

    private static readonly Network Small = SmallNetworks.Detector();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void It_is_counted_like_the_file_that_it_was_made_from(bool operators)
    {
        var plain = OnnxReader.Describe(ChangedOnnx.Of(Small, Size).ToByteArray(), "plain");
        var quantized = OnnxReader.Describe(Quantized(operators).ToByteArray(), "quantized");
        Assert.True(quantized.Quantized);
        Assert.Equal((plain.Parameters, plain.Flops), (quantized.Parameters, quantized.Flops));
        Assert.Equal(plain.Convolutions.Select(Cost), quantized.Convolutions.Select(Cost));
        Assert.All(quantized.Convolutions, convolution => Assert.True(convolution.Quantized));
        Assert.False(plain.Quantized);
        Assert.DoesNotContain(plain.Convolutions, convolution => convolution.Quantized);

        static (string, long, long?, int) Cost(OnnxConvolution convolution) =>
            (convolution.Name, convolution.Parameters, convolution.Flops, convolution.WeightShape.Length);
    }

    [Fact]
    public void A_bias_behind_a_scale_counts_once()
    {
        var model = Quantized(operators: false);
        var convolution = model.Graph.Node.Last(node => node.OpType == "Conv");
        model.Graph.Node.Insert(
            0,
            new NodeProto
            {
                OpType = "DequantizeLinear",
                Name = "bias",
                Input = { convolution.Input[2], "bias.scale" },
                Output = { "bias.dequantized" },
            }
        );
        new OnnxGraphBuilder(model.Graph).Constant("bias.scale", [1f]);
        convolution.Input[2] = "bias.dequantized";
        Assert.Equal(
            OnnxReader.Describe(ChangedOnnx.Of(Small, Size).ToByteArray(), "plain").Parameters,
            OnnxReader.Describe(model.ToByteArray(), "quantized").Parameters
        );
    }

    [Theory]
    [InlineData(false, "DequantizeLinear")]
    [InlineData(true, "QLinearConv")]
    public void It_is_no_base_model_and_why_is_said(bool operators, string named)
    {
        var error = Assert.Throws<PruneException>(() =>
            OnnxImporter.Read("quantized.onnx", Quantized(operators).ToByteArray(), new DiagnosticList())
        );
        Assert.Equal(Codes.UnsupportedOperator, error.Code);
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
        Assert.Contains("is quantized", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void With_floats_outside_it_runs()
    {
        using var detector = new OnnxDetector(Quantized(operators: false).ToByteArray(), "quantized", threads: 1);
        var pixels = new byte[3 * Size * Size];
        new Random(7).NextBytes(pixels);
        var expected = new PlainEvaluator(Small).Detect(pixels, 1, Size, Size);
        var actual = detector.Detect(pixels, 1, Size, Size);
        Assert.Equal(expected.Length, actual.Length);
        Assert.InRange(
            expected.Zip(actual, (wanted, given) => Math.Abs(wanted - given) / Math.Max(1, Math.Abs(wanted))).Average(),
            0,
            0.1
        );
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public void With_bytes_for_pictures_and_boxes_it_runs_by_the_scales_that_its_operators_tell(
        bool unsigned,
        bool cast
    )
    {
        var model = BytesIn(ChangedOnnx.Of(Small, Size), unsigned, cast);
        var pixels = new byte[3 * 2 * Size * Size];
        new Random(7).NextBytes(pixels);
        using var plain = new OnnxDetector(ChangedOnnx.Of(Small, Size).ToByteArray(), "plain", threads: 1);
        var expected = plain.Detect(pixels, 2, Size, Size);

        // Each pixel is a byte of its own, so nothing is lost.
        using (var detector = new OnnxDetector(model.ToByteArray(), "bytes", threads: 1))
            Assert.All(expected.Zip(detector.Detect(pixels, 2, Size, Size)), pair =>
                Assert.Equal(pair.First, pair.Second, 1e-3 * Math.Max(1, Math.Abs(pair.First)))
            );
        var bytes = model.ToByteArray();
        Assert.True(
            LatencyMeter
                .Compare((bytes, "bytes"), (bytes, "bytes"), new LatencyOptions(WarmUp: 1, Rounds: 15))
                .Candidate.MedianMilliseconds > 0
        );

        const float Scale = 1;
        using var both = new OnnxDetector(
            BytesOut(model, unsigned, Scale, unsigned ? 20 : -100).ToByteArray(),
            "bytes",
            threads: 1
        );
        var (from, to) = unsigned ? (-20, 235) : (-28, 227);
        Assert.All(expected.Zip(both.Detect(pixels, 2, Size, Size)), pair =>
            Assert.Equal(Math.Clamp(pair.First, from, to), pair.Second, (Scale / 2) + 1e-3)
        );
    }

    [Fact]
    public void A_first_convolution_of_bytes_tells_the_scale_as_well()
    {
        var graph = new GraphProto();
        var builder = new OnnxGraphBuilder(graph);
        builder.Operator(
            "Slice",
            "part",
            ["images", builder.Constant("from", 0L), builder.Constant("to", 4L), builder.Constant("axis", 2L)]
        );
        builder.Operator(
            "QLinearConv",
            "convolution",
            [
                "part",
                builder.Constant("scale", [0.25f]),
                Byte(graph, "zero", 3, unsigned: true),
                "w",
                "ws",
                "wz",
                "ys",
                "yz",
            ]
        );
        Assert.Equal(
            new OnnxElement(TensorElementType.UInt8, 0.25f, 3),
            new OnnxByteScale(graph, "x").OfInput("images", TensorElementType.UInt8, out _)
        );

        builder.Operator("Relu", "other", ["images"]);
        Assert.Null(new OnnxByteScale(graph, "x").OfInput("images", TensorElementType.UInt8, out var why));
        Assert.Equal("its operator Relu does not tell", why);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Bytes_whose_meaning_nothing_tells_are_refused_with_the_reason(bool unsigned)
    {
        var type = unsigned ? TensorProto.Types.DataType.Uint8 : TensorProto.Types.DataType.Int8;
        var model = ChangedOnnx.Of(Small, Size);
        model.Graph.Output[0].Type.TensorType.ElemType = (int)type;
        model.Graph.Node.Single(node => node.Output.Contains("output0")).Output[0] = "boxes";
        model.Graph.Node.Add(
            new NodeProto
            {
                OpType = "Cast",
                Input = { "boxes" },
                Output = { "output0" },
                Attribute = { OnnxGraphBuilder.Attribute("to", (long)type) },
            }
        );
        Refuses(model, "its output 'output0' is", "its operator Cast does not tell");

        model = ChangedOnnx.Of(Small, Size);
        model.Graph.Input[0].Name = "integers";
        model.Graph.Input[0].Type.TensorType.ElemType = (int)type;
        model.Graph.Node.Insert(
            0,
            new NodeProto
            {
                OpType = "Cast",
                Input = { "integers" },
                Output = { "images" },
                Attribute = { OnnxGraphBuilder.Attribute("to", (long)TensorProto.Types.DataType.Float) },
            }
        );
        Refuses(model, "it is quantized, and its input 'integers'", "its operator Cast does not tell");
    }

    [Fact]
    public void Without_names_its_classes_are_numbered_by_the_shape_of_its_output()
    {
        var diagnostics = new DiagnosticList();
        var model = BytesIn(Quantized(operators: false), unsigned: true, cast: false);
        model.MetadataProps.Clear();
        using (var detector = new OnnxDetector(model.ToByteArray(), "old.onnx", 1, diagnostics))
        {
            Assert.Equal(["class0", "class1", "class2"], detector.ClassNames.ToArray());
            Assert.Equal(8, detector.Stride);
        }

        Assert.Equal(Codes.UnnamedClasses, Assert.Single(diagnostics.Items).Code);
        // One name for three places: the rest may be landmarks.
        var refusal = Assert.Throws<PruneException>(() =>
            new OnnxDetector(model.Naming("['face']").ToByteArray(), "face.onnx")
        );
        Assert.Equal(Codes.OnnxMetadataMissing, refusal.Code);
    }

    private static void Refuses(ModelProto model, params string[] said)
    {
        var error = Assert.Throws<PruneException>(() => new OnnxDetector(model.ToByteArray(), "quantized.onnx"));
        Assert.Equal(Codes.OnnxNotADetector, error.Code);
        Assert.All(said, text => Assert.Contains(text, error.Message, StringComparison.Ordinal));
    }

    /// <param name="cast">Plain pixels that the file divides by 255.</param>
    private static ModelProto BytesIn(ModelProto model, bool unsigned, bool cast)
    {
        var graph = model.Graph;
        var builder = new OnnxGraphBuilder(graph);
        var before = graph.Node.Count;
        graph.Input[0].Name = "bytes";
        graph.Input[0].Type.TensorType.ElemType = (int)(
            unsigned ? TensorProto.Types.DataType.Uint8 : TensorProto.Types.DataType.Int8
        );
        if (cast)
            builder.Operator(
                "Div",
                "pixels",
                [
                    builder.Operator(
                        "Cast",
                        "floats",
                        ["bytes"],
                        [OnnxGraphBuilder.Attribute("to", (long)TensorProto.Types.DataType.Float)]
                    ),
                    builder.Constant("full", [255f]),
                ],
                output: "images"
            );
        else
            builder.Operator(
                "DequantizeLinear",
                "pixels",
                [
                    "bytes",
                    builder.Constant("pixels.scale", [1 / 255f]),
                    Byte(graph, "pixels.zero", unsigned ? 0 : -128, unsigned),
                ],
                output: "images"
            );
        OpenSizes.MoveTail(graph, before, 0);
        return model;
    }

    private static ModelProto BytesOut(ModelProto model, bool unsigned, float scale, int zero)
    {
        var graph = model.Graph;
        var builder = new OnnxGraphBuilder(graph);
        graph.Node.Single(node => node.Output.Contains("output0")).Output[0] = "boxes";
        builder.Operator(
            "QuantizeLinear",
            "quantized",
            ["boxes", builder.Constant("boxes.scale", [scale]), Byte(graph, "boxes.zero", zero, unsigned)]
        );
        builder.Operator("Identity", "same", ["quantized"], output: "output0");
        graph.Output[0].Type.TensorType.ElemType = (int)(
            unsigned ? TensorProto.Types.DataType.Uint8 : TensorProto.Types.DataType.Int8
        );
        return model;
    }

    private static string Byte(GraphProto graph, string name, int value, bool unsigned)
    {
        graph.Initializer.Add(
            new TensorProto
            {
                Name = name,
                DataType = (int)(unsigned ? TensorProto.Types.DataType.Uint8 : TensorProto.Types.DataType.Int8),
                RawData = ByteString.CopyFrom(unchecked((byte)value)),
            }
        );
        return name;
    }

    private static ModelProto Quantized(bool operators) =>
        operators
            ? ChangedOnnx.WithQuantizedOperators(ChangedOnnx.Of(Small, Size))
            : ChangedOnnx.WithQuantizedWeights(ChangedOnnx.Of(Small, Size));
}
