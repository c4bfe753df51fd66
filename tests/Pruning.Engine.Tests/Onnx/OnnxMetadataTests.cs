namespace Pruning.Onnx;

public class OnnxMetadataTests
{
    [Fact]
    public void What_is_written_is_read()
    {
        var written = OnnxMetadata.Of(SmallNetworks.Detector(), new OnnxExportOptions(320));
        var read = OnnxMetadata.Read(new Dictionary<string, string>(written.ToProperties()));
        Assert.Equal(written.ClassNames.ToArray(), read.ClassNames.ToArray());
        Assert.Equal(8, read.Stride);
        Assert.Equal(320, read.ImageSize);
        Assert.Equal("test", read.Provenance["source"]);
        Assert.Equal(OnnxMetadata.EngineVersion, read.Engine);
        Assert.Equal(Graphs.NetworkCost.ParametersOf(SmallNetworks.Detector().Parameters), read.Parameters);
        Assert.DoesNotContain("+", read.Engine, StringComparison.Ordinal);
    }

    [Fact]
    public void Damaged_properties_count_as_absent()
    {
        var read = OnnxMetadata.Read(
            new Dictionary<string, string>
            {
                ["names"] = "{0: ",
                ["stride"] = "-32",
                ["pruning.imageSize"] = "1e99",
                ["pruning.classes"] = "[null]",
                ["pruning.provenance"] = "[",
                ["pruning.parameters"] = "-1",
            }
        );
        Assert.Empty(read.ClassNames);
        Assert.Null(read.Stride);
        Assert.Null(read.ImageSize);
        Assert.Empty(read.Provenance);
        Assert.Null(read.Parameters);
    }

    [Theory]
    [InlineData("32")]
    [InlineData("32.0")]
    public void Stride_is_read_as_the_original_versions_write_it(string text) =>
        Assert.Equal(32, OnnxMetadata.Read(new Dictionary<string, string> { ["stride"] = text }).Stride);
}
