using System.Text.Json;
using Pruning.Onnx.Schema;

namespace Pruning.Onnx;

/// <summary>
/// A file says how it is fed and read, so that an app needs no documentation that may be of another version.
/// </summary>
public sealed class OnnxContractTests
{
    private static readonly byte[] File = OnnxExporter.Export(SmallNetworks.Detector(), new OnnxExportOptions(32));

    [Fact]
    public void Input_output_and_suppression_are_described()
    {
        var said = Properties(File);

        var input = Json(said["pruning.input"]);
        Assert.Equal(
            ("images", "RGB", 114),
            (
                input.GetProperty("name").GetString(),
                input.GetProperty("channels").GetString(),
                input.GetProperty("padding").GetInt32()
            )
        );
        Assert.Equal([0, 1], input.GetProperty("range").EnumerateArray().Select(end => end.GetInt32()));
        var output = Json(said["pruning.output"]);
        Assert.Equal("output0", output.GetProperty("name").GetString());
        Assert.Equal(
            ["x", "y", "width", "height", "objectness", "scores"],
            output.GetProperty("row").EnumerateArray().Select(column => column.GetString()!)
        );
        var suppression = Json(said["pruning.suppression"]);
        Assert.False(suppression.GetProperty("inFile").GetBoolean());
        Assert.Equal(
            (0.25, 0.45),
            (suppression.GetProperty("confidence").GetDouble(), suppression.GetProperty("iou").GetDouble())
        );
        Assert.Equal(
            (0.001, 0.6),
            (
                suppression.GetProperty("measuredWith").GetProperty("confidence").GetDouble(),
                suppression.GetProperty("measuredWith").GetProperty("iou").GetDouble()
            )
        );
    }

    [Theory]
    [InlineData(0.41237, 0.412)]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    public void The_measured_confidence_is_filled_in_and_nothing_else_changes(double measured, double read)
    {
        var filled = OnnxContract.WithF1Confidence(File, measured);

        Assert.Equal(read, OnnxMetadata.Read(Properties(filled)).F1Confidence);
        Assert.Equal(File.Length, filled.Length);
        Assert.InRange(File.Zip(filled).Count(pair => pair.First != pair.Second), 1, 5);
        Assert.Equal(ModelProto.Parser.ParseFrom(File).Graph, ModelProto.Parser.ParseFrom(filled).Graph);
    }

    [Fact]
    public void A_file_that_was_not_measured_says_none()
    {
        Assert.Null(OnnxMetadata.Read(Properties(OnnxContract.WithF1Confidence(File, null))).F1Confidence);
        Assert.Equal("no file of ours"u8.ToArray(), OnnxContract.WithF1Confidence("no file of ours"u8.ToArray(), 0.5));
    }

    private static Dictionary<string, string> Properties(byte[] file) =>
        ModelProto.Parser.ParseFrom(file).MetadataProps.ToDictionary(pair => pair.Key, pair => pair.Value);

    private static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;
}
