using Pruning.Checkpoints;
using Pruning.DotnetTool.Output;
using Pruning.Pipeline.Previews;
using Pruning.Testing;
using static VerifyXunit.Verifier;

namespace Pruning.DotnetTool;

public sealed class PruneTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pruning-").FullName;
    private readonly string _model;
    private readonly string _output;

    public PruneTests()
    {
        (_model, _output) = (
            Path.Combine(_folder, "tiny.safetensors"),
            Path.Combine(_folder, "out", "small.safetensors")
        );
        SafetensorsFile.Save(_model, TinyDetector.Create(width: 32));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Weights_alone_decide_without_data_and_the_costs_are_those_of_the_file_that_was_written()
    {
        var run = await Prune(
            "--reduction",
            "Flops=50%",
            "--importance",
            "l2",
            "--keep",
            "model.0",
            "--format",
            "json"
        );

        Assert.True(run.ExitCode == ExitCodes.Success, run.Error);
        Assert.Contains(
            "prune: the BatchNorm statistics are still those of the whole network",
            run.Error,
            StringComparison.Ordinal
        );
        var small = SafetensorsFile.Load(_output);
        Assert.Equal("prune", small.Provenance["stage"]);
        Assert.Equal(32, small.Parameters["model.0.conv.weight"].Shape[0]);
        Assert.True(small.Parameters["model.1.conv.weight"].Shape[0] < 32);
        Assert.All(small.Parameters["model.1.bn.running_mean"].Values.ToArray(), mean => Assert.Equal(0, mean));
        Assert.False(run.Json.GetProperty("recalibrated").GetBoolean());
        Assert.True(run.Json.GetProperty("targets")[0].GetProperty("met").GetBoolean());
        var (before, after) = (
            run.Json.GetProperty("before").GetProperty("parameters").GetInt64(),
            run.Json.GetProperty("after").GetProperty("parameters").GetInt64()
        );
        Assert.True(after < before);
        var inspected = (await ToolRun.OfAsync("inspect", _output, "--imgsz", "64", "--format", "json")).Json;
        Assert.Equal(after, inspected.GetProperty("parameters").GetInt64());
        Assert.Equal(
            run.Json.GetProperty("after").GetProperty("flops").GetInt64(),
            inspected.GetProperty("flops").GetInt64()
        );
    }

    [Fact]
    public async Task With_data_images_judge_channels_and_statistics_are_measured_again()
    {
        var run = await Prune(
            "--reduction",
            "Flops=30%",
            "--importance",
            "taylor",
            "--data",
            TinyDataset.In(_folder),
            "--batch",
            "2",
            "--threads",
            "1"
        );
        Assert.True(run.ExitCode == ExitCodes.Success, run.Error);
        Assert.Contains(
            ": weights fitted to the whole network, BatchNorm statistics measured again",
            run.Out,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("still those of the whole network", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(run.Out + run.Error, letter => char.IsControl(letter) && letter != '\n');
        Assert.Contains(SafetensorsFile.Load(_output).Parameters["model.1.bn.running_mean"].Values.ToArray(), mean =>
            mean != 0
        );
    }

    [Fact]
    public async Task Weights_stay_as_they_are_where_that_is_asked_for()
    {
        var run = await Prune(
            "--reduction",
            "Flops=30%",
            "--importance",
            "l2",
            "--data",
            TinyDataset.In(_folder),
            "--batch",
            "2",
            "--threads",
            "1",
            "--reconstruct",
            "false",
            "--format",
            "json"
        );
        Assert.True(run.ExitCode == ExitCodes.Success, run.Error);
        Assert.False(run.Json.GetProperty("reconstructed").GetBoolean());
        Assert.True(run.Json.GetProperty("recalibrated").GetBoolean());
        var whole = SafetensorsFile.Load(_model).Parameters["model.1.conv.weight"].Values.ToHashSet();
        Assert.All(SafetensorsFile.Load(_output).Parameters["model.1.conv.weight"].Values, weight =>
            Assert.Contains(weight, whole)
        );
    }

    [Fact]
    public async Task Single_weights_become_zeros_in_a_network_of_the_same_shape()
    {
        var run = await Prune("--granularity", "2:4", "--half");
        Assert.True(run.ExitCode == ExitCodes.Success, run.Error);
        Assert.Contains("of them not zero", run.Out, StringComparison.Ordinal);
        var weights = SafetensorsFile.Load(_output).Parameters["model.1.conv.weight"].Values.ToArray();
        Assert.Equal(weights.Length / 2, weights.Count(value => value == 0));
    }

    [Theory]
    [InlineData("dotnet-prune: error PRUNE0111: ")]
    [InlineData("dotnet-prune: error: --reduction takes target=share, not 'Flops'.", "--reduction", "Flops")]
    [InlineData(
        "--reduction Flopz=50%: error PRUNE0106: SparsityTarget 'Flopz' is no target; known are Channels, "
            + "Parameters, Flops, FileSize, Latency",
        "--reduction",
        "Flopz=50%"
    )]
    [InlineData(
        "--reduction MaximumDrop=1%: error PRUNE0106: SparsityTarget 'MaximumDrop' is found by trials that train",
        "--reduction",
        "MaximumDrop=1%"
    )]
    [InlineData("--reduction Flops=150%: error PRUNE4009: ", "--reduction", "Flops=150%")]
    [InlineData(
        "--maximum FileSize=2 stones: error PRUNE0102: SparsityTarget 'FileSize' has the Maximum '2 stones'; it "
            + "takes a size such as 2 MB.",
        "--maximum",
        "FileSize=2 stones"
    )]
    [InlineData(
        "--keep nothing: error PRUNE4006: KeepLayer 'nothing' matches none",
        "--reduction",
        "Flops=50%",
        "--keep",
        "nothing"
    )]
    [InlineData("--layer-sparsity model.1=1: error PRUNE4009: ", "--layer-sparsity", "model.1=1")]
    [InlineData(
        "dotnet-prune: error: --importance: Importance is 'taylr'; it takes ",
        "--reduction",
        "Flops=50%",
        "--importance",
        "taylr"
    )]
    [InlineData(
        "dotnet-prune: error PRUNE4003: Importance 'taylor' looks at training images",
        "--reduction",
        "Flops=50%",
        "--importance",
        "taylor"
    )]
    [InlineData(
        "--importance: error PRUNE0110: Granularity is 'layer', and Importance is 'l1', which would be ignored",
        "--granularity",
        "layer",
        "--reduction",
        "Flops=50%",
        "--importance",
        "l1"
    )]
    [InlineData(
        "--reconstruct: error PRUNE0110: Granularity is 'layer', and Reconstruct is 'true', which would be ignored",
        "--granularity",
        "layer",
        "--reduction",
        "Flops=50%",
        "--reconstruct",
        "true"
    )]
    [InlineData("dotnet-prune: error PRUNE6002: ", "--reduction", "Flops=50%", "--imgsz", "100")]
    public async Task What_would_be_ignored_or_cannot_be_is_refused_at_its_option(string says, params string[] options)
    {
        var run = await Prune(options);
        Assert.Equal(ExitCodes.BadInput, run.ExitCode);
        Assert.StartsWith(says, run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Out);
        Assert.False(File.Exists(_output));
    }

    [Fact]
    public async Task The_model_is_never_overwritten_and_a_place_that_cannot_be_written_is_found_first()
    {
        var same = await ToolRun.OfAsync("prune", _model, "--reduction", "Flops=50%", "-o", _model);
        Assert.Equal(ExitCodes.Error, same.ExitCode);
        Assert.Contains("error PRUNE1021: ", same.Error, StringComparison.Ordinal);
        var below = await ToolRun.OfAsync(
            "prune",
            _model,
            "--reduction",
            "Flops=50%",
            "-o",
            Path.Combine(_model, "x.safetensors")
        );
        Assert.Equal(ExitCodes.Error, below.ExitCode);
        Assert.Contains("error PRUNE1021: ", below.Error, StringComparison.Ordinal);
        var other = await ToolRun.OfAsync(
            "prune",
            _model,
            "--reduction",
            "Flops=50%",
            "-o",
            Path.Combine(_folder, "x.pt")
        );
        Assert.Equal(ExitCodes.BadInput, other.ExitCode);
        Assert.Contains(".safetensors", other.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task As_text()
    {
        var result = new PruneOutput(
            "/models/small.safetensors",
            320,
            "channel",
            true,
            true,
            [new("Flops Reduction=50%", "Flops", 1000, 500, 495, true)],
            new(2000, 2000, 1000, 8500, 64, null),
            new(1200, 1190, 495, 5300, 40, null),
            [new("model.0.conv", new(3, 32, 900, 600_000, 3600), new(3, 16, 500, 300_000, 2000), [])]
        );
        var writer = new StringWriter();
        PruneText.Write(writer, result);
        await Verify(writer.ToString().ReplaceLineEndings("\n"));
    }

    private Task<ToolRun> Prune(params string[] options) =>
        ToolRun.OfAsync([
            .. (string[])["prune", _model, "-o", _output],
            .. options.Contains("--imgsz") ? options : [.. options, "--imgsz", "64"],
        ]);
}
