using Google.Protobuf;
using Pruning.Diagnostics;
using Pruning.Evaluation;
using Pruning.Graphs;
using Pruning.Onnx.Import;
using Pruning.Onnx.Schema;

namespace Pruning.Onnx;

/// <summary>Files whose weights are 8-bit integers: counted like others, called what they are, and no base model.</summary>
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

        static (string, long, long?, int) Cost(OnnxConvolution convolution) => (convolution.Name, convolution.Parameters, convolution.Flops, convolution.WeightShape.Length);
    }

    [Fact]
    public void A_bias_behind_a_scale_counts_once()
    {
        var model = Quantized(operators: false);
        var convolution = model.Graph.Node.Last(node => node.OpType == "Conv");
        model.Graph.Node.Insert(0, new NodeProto { OpType = "DequantizeLinear", Name = "bias", Input = { convolution.Input[2], "bias.scale" }, Output = { "bias.dequantized" } });
        new OnnxGraphBuilder(model.Graph).Constant("bias.scale", [1f]);
        convolution.Input[2] = "bias.dequantized";
        Assert.Equal(OnnxReader.Describe(ChangedOnnx.Of(Small, Size).ToByteArray(), "plain").Parameters, OnnxReader.Describe(model.ToByteArray(), "quantized").Parameters);
    }

    [Theory]
    [InlineData(false, "DequantizeLinear")]
    [InlineData(true, "QLinearConv")]
    public void It_is_no_base_model_and_why_is_said(bool operators, string named)
    {
        var error = Assert.Throws<PruneException>(() => OnnxImporter.Read("quantized.onnx", Quantized(operators).ToByteArray(), new DiagnosticList()));
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
        Assert.InRange(expected.Zip(actual, (wanted, given) => Math.Abs(wanted - given) / Math.Max(1, Math.Abs(wanted))).Average(), 0, 0.1);
    }

    [Theory]
    [InlineData((int)TensorProto.Types.DataType.Uint8)]
    [InlineData((int)TensorProto.Types.DataType.Int8)]
    public void With_integers_outside_it_is_refused_as_quantized(int type)
    {
        var model = ChangedOnnx.Of(Small, Size);
        model.Graph.Output[0].Type.TensorType.ElemType = type;
        model.Graph.Node.Single(node => node.Output.Contains("output0")).Output[0] = "boxes";
        model.Graph.Node.Add(new NodeProto { OpType = "Cast", Input = { "boxes" }, Output = { "output0" }, Attribute = { OnnxGraphBuilder.Attribute("to", (long)type) } });
        Refuses(model, "it is quantized, and its outputs");

        model = ChangedOnnx.Of(Small, Size);
        model.Graph.Input[0].Name = "integers";
        model.Graph.Input[0].Type.TensorType.ElemType = type;
        model.Graph.Node.Insert(0, new NodeProto { OpType = "Cast", Input = { "integers" }, Output = { "images" }, Attribute = { OnnxGraphBuilder.Attribute("to", (long)TensorProto.Types.DataType.Float) } });
        Refuses(model, "it is quantized, and its input 'integers'");
    }

    private static void Refuses(ModelProto model, string said)
    {
        var error = Assert.Throws<PruneException>(() => new OnnxDetector(model.ToByteArray(), "quantized.onnx"));
        Assert.Equal(Codes.OnnxNotADetector, error.Code);
        Assert.Contains(said, error.Message, StringComparison.Ordinal);
    }

    private static ModelProto Quantized(bool operators) =>
        operators ? ChangedOnnx.WithQuantizedOperators(ChangedOnnx.Of(Small, Size)) : ChangedOnnx.WithQuantizedWeights(ChangedOnnx.Of(Small, Size));
}
