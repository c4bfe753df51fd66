using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using Pruning.Diagnostics;
using Pruning.Evaluation;
using Pruning.Onnx.Runtime;
using Pruning.Onnx.Schema;
using Pruning.Onnx.Suppression;

namespace Pruning.Onnx;

/// <summary>Non-maximum suppression in a file: what it keeps, and that nothing else changes.</summary>
public class OnnxSuppressionTests
{
    private const int Size = 64;
    private static readonly SuppressionOptions Pictures = SuppressionOptions.ForPictures;

    [Theory]
    [InlineData(12)]
    [InlineData(17)]
    [InlineData(21)]
    public void It_goes_in_and_comes_out_again(int opset)
    {
        var raw = Export(opset);
        var included = OnnxSuppression.Include(raw, Pictures with { Confidence = 0.4f }, "model");
        using var session = new InferenceSession(included);
        Assert.Equal(["images"], session.InputMetadata.Keys);
        var (name, shape) = Assert.Single(session.OutputMetadata);
        Assert.Equal(("detections", "1,300,6"), (name, string.Join(',', shape.Dimensions)));
        var properties = session.ModelMetadata.CustomMetadataMap;
        Assert.Contains("\"inFile\":true,\"confidence\":0.4", properties["pruning.suppression"]);
        Assert.Contains("\"name\":\"detections\"", properties["pruning.output"]);
        Assert.Equal(Canonical(raw), OnnxSuppression.Without(included));
        Assert.Same(raw, OnnxSuppression.Without(raw));
        Assert.Equal(included, OnnxSuppression.Include(included, Pictures with { Confidence = 0.4f }, "model"));
    }

    [Fact]
    public void What_was_measured_stays_in_it()
    {
        var measured = OnnxContract.WithF1Confidence(Export(), 0.412);
        using var session = new InferenceSession(OnnxSuppression.Include(measured, Pictures, "model"));
        Assert.Equal("0.412", session.ModelMetadata.CustomMetadataMap[OnnxContract.F1ConfidenceKey]);
    }

    // Suppression leaves out nothing here: each of its parts is broken once.
    [Theory]
    [InlineData("suppression.most")]
    [InlineData("suppression.overlap")]
    [InlineData("suppression.class_offset")]
    [InlineData("suppression.half")]
    public void The_proof_finds_what_keeps_other_boxes(string constant)
    {
        var model = ModelProto.Parser.ParseFrom(OnnxSuppression.Include(Export(), Pictures, "model"));
        var values = model.Graph.Initializer.Single(tensor => tensor.Name == constant);
        values.RawData =
            constant == "suppression.most"
                ? ByteString.CopyFrom(BitConverter.GetBytes(7L))
                : ByteString.CopyFrom(BitConverter.GetBytes(0.1f));
        var error = Assert.Throws<PruneException>(() =>
            SuppressionProof.Verify(model.ToByteArray(), Pictures, "model")
        );
        Assert.Equal(Codes.SuppressionNotIncluded, error.Diagnostic.Code);
    }

    [Fact]
    public void A_file_that_takes_none_is_refused()
    {
        var batch = OnnxExporter.Export(SmallNetworks.Detector(), new OnnxExportOptions(Size, DynamicBatch: true));
        var error = Assert.Throws<PruneException>(() => OnnxSuppression.Include(batch, Pictures, "batch.onnx"));
        Assert.Equal(Codes.SuppressionNotIncluded, error.Diagnostic.Code);
        Assert.Contains("'batch.onnx' cannot take suppression in", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_tool_reads_its_raw_boxes()
    {
        var raw = Export();
        var included = OnnxSuppression.Include(raw, Pictures, "model");
        var pixels = new byte[3 * Size * Size];
        new Random(1).NextBytes(pixels);
        using var one = new OnnxDetector(raw, "raw");
        using var other = new OnnxDetector(included, "included");
        Assert.Equal(one.Detect(pixels, 1, Size, Size), other.Detect(pixels, 1, Size, Size));
    }

    // As protobuf writes it when it was read once.
    private static byte[] Canonical(byte[] onnx) => ModelProto.Parser.ParseFrom(onnx).ToByteArray();

    private static byte[] Export(int opset = OnnxExportOptions.DefaultOpset) =>
        OnnxExporter.Export(SmallNetworks.Detector(), new OnnxExportOptions(Size, opset));
}
