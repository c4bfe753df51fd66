using Google.Protobuf;
using Pruning.Diagnostics;
using Pruning.Evaluation;
using Pruning.Onnx.Import;
using Pruning.Onnx.Runtime;
using Pruning.Onnx.Schema;

namespace Pruning.Onnx;

/// <summary>
/// Older exports, which do not say their classes or strides: one fallback for running and for reading them.
/// </summary>
public class UndescribedOnnxTests
{
    private const int Size = 64;

    private readonly DiagnosticList _diagnostics = new();

    [Fact]
    public void Classes_without_names_are_numbered_and_said_to_be()
    {
        var bytes = Small().Without("names").ToByteArray();
        using var detector = new OnnxDetector(bytes, "old.onnx", 1, _diagnostics);
        Assert.Equal(["class0", "class1", "class2"], detector.ClassNames.ToArray());
        var run = Assert.Single(_diagnostics.Items);
        Assert.Equal(Codes.UnnamedClasses, run.Code);
        var read = new DiagnosticList();
        Assert.Equal(detector.ClassNames.ToArray(), OnnxImporter.Read("old.onnx", bytes, read).ClassNames.ToArray());
        Assert.Equal(run.Message, Assert.Single(read.Items).Message);
    }

    [Fact]
    public void A_file_that_says_nothing_runs_like_the_one_that_does()
    {
        var model = Small();
        using var described = new OnnxDetector(model.ToByteArray(), "described", 1);
        model.MetadataProps.Clear();
        using var detector = OnnxDetector.ForDatasets(model.ToByteArray(), "old.onnx", 1, _diagnostics);
        Assert.Equal(8, detector.Stride);
        Assert.Single(_diagnostics.Items);
        var pixels = new byte[3 * Size * Size];
        new Random(7).NextBytes(pixels);
        Assert.Equal(described.Detect(pixels, 1, Size, Size), detector.Detect(pixels, 1, Size, Size));
    }

    [Fact]
    public void A_stride_is_read_off_the_graph()
    {
        using var detector = new OnnxDetector(Small().Without("stride").ToByteArray(), "old.onnx", 1, _diagnostics);
        Assert.Equal(8, detector.Stride);
        Assert.Equal("RBC", detector.ClassNames[0]);
        Assert.Empty(_diagnostics.Items);
    }

    [Theory]
    [InlineData("['a']")]
    [InlineData("['a', 'b', 'c', 'd']")]
    public void Names_of_another_number_than_the_scores_are_not_used(string names)
    {
        using var detector = new OnnxDetector(Small().Naming(names).ToByteArray(), "stale.onnx", 1, _diagnostics);
        Assert.Equal(["class0", "class1", "class2"], detector.ClassNames.ToArray());
        Assert.Equal(Codes.UnnamedClasses, Assert.Single(_diagnostics.Items).Code);
    }

    [Fact]
    public void What_its_graph_does_not_tell_either_is_refused_with_both()
    {
        var model = Small().Without("names");
        model.Graph.Node.Single(node => node.Output.Contains("output0")).Output[0] = "rows";
        model.Graph.Node.Add(
            new NodeProto
            {
                OpType = "Erf",
                Name = "odd",
                Input = { "rows" },
                Output = { "output0" },
            }
        );
        var error = Assert.Throws<PruneException>(() =>
            new OnnxDetector(model.ToByteArray(), "old.onnx", 1, _diagnostics)
        );
        Assert.Equal(Codes.OnnxMetadataMissing, error.Code);
        Assert.Contains("no usable 'names'", error.Message, StringComparison.Ordinal);
        Assert.Contains("PRUNE1", error.Message, StringComparison.Ordinal);
        Assert.Empty(_diagnostics.Items);
    }

    [Fact]
    public void Classes_of_one_name_are_told()
    {
        using var detector = new OnnxDetector(
            Small().Naming("['cell', 'b', 'cell']").ToByteArray(),
            "x.onnx",
            1,
            _diagnostics
        );
        Assert.Equal(Codes.EqualClassNames, Assert.Single(_diagnostics.Items).Code);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Landmarks_are_not_taken_for_classes(bool named)
    {
        // The last two values of a row are no scores.
        var model = named ? Small().Naming("['face']") : Small().Without("names");
        model.Graph.Node.Single(node => node.Output.Contains("output0")).Output[0] = "rows";
        model.Graph.Node.Add(
            new NodeProto
            {
                OpType = "Mul",
                Name = "landmarks",
                Input = { "rows", new OnnxGraphBuilder(model.Graph).Constant("spread", [1, 1, 1, 1, 1, 1, 50, 50], 8) },
                Output = { "output0" },
            }
        );
        var error = Assert.Throws<PruneException>(() =>
            OnnxImporter.Read("face.onnx", model.ToByteArray(), _diagnostics)
        );
        Assert.Equal(Codes.NotYolo, error.Code);
        Assert.Contains("landmarks of face models", error.Message, StringComparison.Ordinal);
        if (named)
            Assert.Contains(
                "8 values a box, where the box, objectness and 1 class take 6",
                error.Message,
                StringComparison.Ordinal
            );
        var run = Assert.Throws<PruneException>(() =>
            new OnnxDetector(model.ToByteArray(), "face.onnx", 1, _diagnostics)
        );
        Assert.Equal(Codes.OnnxMetadataMissing, run.Code);
        Assert.Contains("landmarks of face models", run.Message, StringComparison.Ordinal);
        Assert.Empty(_diagnostics.Items);
    }

    private static ModelProto Small() => ChangedOnnx.Of(SmallNetworks.Detector(), Size);
}
