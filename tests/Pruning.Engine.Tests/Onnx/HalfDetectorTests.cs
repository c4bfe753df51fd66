using Google.Protobuf;
using Pruning.Diagnostics;
using Pruning.Evaluation;
using Pruning.Onnx.Latency;
using Pruning.Onnx.Runtime;
using Pruning.Onnx.Schema;

namespace Pruning.Onnx;

/// <summary>Files of 16-bit floats, as YOLOv5's <c>--half</c> writes them, run as they are.</summary>
public class HalfDetectorTests
{
    private const int Size = 32;

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void It_gives_the_networks_boxes_within_its_precision(bool takesHalves, bool givesHalves)
    {
        var network = SmallNetworks.Detector();
        var model = ChangedOnnx.Halved(ChangedOnnx.Of(network, Size));
        if (!takesHalves)
            TakeFloats(model.Graph);
        if (!givesHalves)
            GiveFloats(model.Graph);
        using var detector = new OnnxDetector(model.ToByteArray(), "half", threads: 1);
        Assert.Equal(network.ClassNames.ToArray(), detector.ClassNames.ToArray());
        var pixels = new byte[3 * 3 * Size * Size];
        new Random(7).NextBytes(pixels);
        var expected = new PlainEvaluator(network).Detect(pixels, 3, Size, Size);
        var actual = detector.Detect(pixels, 3, Size, Size);
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], i % 8 < 4 ? 0.5f : 0.02f);
    }

    [Fact]
    public void Its_latency_is_measured()
    {
        var model = ChangedOnnx.Of(SmallNetworks.Detector(), Size);
        var (whole, half) = (model.ToByteArray(), ChangedOnnx.Halved(model).ToByteArray());
        var comparison = LatencyMeter.Compare(
            (whole, "whole"),
            (half, "half"),
            new LatencyOptions(WarmUp: 1, Rounds: 15)
        );
        Assert.True(comparison.Candidate.MedianMilliseconds > 0);
    }

    [Theory]
    [InlineData(11)] // double
    [InlineData((int)TensorProto.Types.DataType.Int32)]
    public void Other_types_are_refused(int type)
    {
        var model = ChangedOnnx.Of(SmallNetworks.Detector(), Size);
        TakeFloats(model.Graph);
        model.Graph.Input[0].Type.TensorType.ElemType = type;
        var error = Assert.Throws<PruneException>(() => new OnnxDetector(model.ToByteArray(), "other"));
        Assert.Equal(Codes.OnnxNotADetector, error.Code);
        Assert.Contains("32- or 16-bit floats or bytes are given", error.Message, StringComparison.Ordinal);
    }

    /// <summary>A cast behind the picture, to the type that the graph had.</summary>
    private static void TakeFloats(GraphProto graph)
    {
        var type = graph.Input[0].Type.TensorType;
        foreach (var node in graph.Node)
        {
            for (var i = 0; i < node.Input.Count; i++)
                node.Input[i] = node.Input[i] == graph.Input[0].Name ? "cast.images" : node.Input[i];
        }

        graph.Node.Insert(
            0,
            new NodeProto
            {
                OpType = "Cast",
                Input = { graph.Input[0].Name },
                Output = { "cast.images" },
                Attribute = { OnnxGraphBuilder.Attribute("to", type.ElemType) },
            }
        );
        type.ElemType = (int)TensorProto.Types.DataType.Float;
    }

    private static void GiveFloats(GraphProto graph)
    {
        graph.Node.Single(node => node.Output.Contains("output0")).Output[0] = "half0";
        graph.Node.Add(
            new NodeProto
            {
                OpType = "Cast",
                Input = { "half0" },
                Output = { "output0" },
                Attribute = { OnnxGraphBuilder.Attribute("to", (long)TensorProto.Types.DataType.Float) },
            }
        );
        graph.Output[0].Type.TensorType.ElemType = (int)TensorProto.Types.DataType.Float;
    }
}
