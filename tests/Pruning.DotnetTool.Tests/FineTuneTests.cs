using Pruning.Checkpoints;
using Pruning.Testing;

namespace Pruning.DotnetTool;

public sealed class FineTuneTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pruning-").FullName;
    private readonly string _dense;

    public FineTuneTests()
    {
        _dense = PathOf("dense");
        SafetensorsFile.Save(_dense, TinyDetector.Create(width: 16));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_pruned_model_is_trained_on_and_a_teacher_changes_what_it_learns()
    {
        var pruned = await Pruned("--reduction", "Flops=40%", "--importance", "l2");
        var alone = await FineTune(pruned, "alone", "--epochs", "2", "--freeze", "1", "--format", "json");
        Assert.True(alone.ExitCode == ExitCodes.Success, alone.Error);
        Assert.Equal(2, alone.Json.GetProperty("epochs").GetInt32());
        var taught = await FineTune(
            pruned,
            "taught",
            "--epochs",
            "2",
            "--teacher",
            _dense,
            "--distillation",
            "feature",
            "--distillation-feature-weight",
            "0.5",
            "--freeze",
            "1"
        );
        Assert.True(taught.ExitCode == ExitCodes.Success, taught.Error);
        Assert.Contains("finetune: epoch 2/2", taught.Error, StringComparison.Ordinal);

        var (before, network) = (SafetensorsFile.Load(pruned), SafetensorsFile.Load(PathOf("taught")));
        Assert.Equal("finetune", network.Provenance["stage"]);
        Assert.Equal(
            before.Parameters.Select(parameter => string.Join('x', parameter.Shape)),
            network.Parameters.Select(parameter => string.Join('x', parameter.Shape))
        );
        // Frozen, and not.
        Assert.Equal(
            before.Parameters["model.0.conv.weight"].Values.ToArray(),
            network.Parameters["model.0.conv.weight"].Values.ToArray()
        );
        Assert.NotEqual(
            before.Parameters["model.1.conv.weight"].Values.ToArray(),
            network.Parameters["model.1.conv.weight"].Values.ToArray()
        );
        Assert.NotEqual(
            SafetensorsFile.Load(PathOf("alone")).Parameters["model.4.m.0.bias"].Values.ToArray(),
            network.Parameters["model.4.m.0.bias"].Values.ToArray()
        );
    }

    [Fact]
    public async Task Zeros_are_kept_where_that_is_asked_for_and_mentioned_where_it_is_not()
    {
        var masked = await Pruned("--granularity", "2:4");
        var kept = await FineTune(masked, "kept", "--epochs", "2", "--keep-zeros");
        Assert.True(kept.ExitCode == ExitCodes.Success, kept.Error);
        Assert.Matches(@"finetune: \d\d\.\d % of the convolution weights are zero and stay so", kept.Error);
        Assert.Equal(ZerosOf(masked), ZerosOf(PathOf("kept")));
        var lost = await FineTune(masked, "lost", "--epochs", "2");
        Assert.Contains("--keep-zeros keeps them", lost.Error, StringComparison.Ordinal);
        Assert.True(ZerosOf(PathOf("lost")) < ZerosOf(masked));
    }

    // What was pruned to see fewer pixels learns at them, and is measured at them.
    [Fact]
    public async Task A_network_of_fewer_pixels_keeps_them()
    {
        var reduced = PathOf("reduced");
        SafetensorsFile.Save(reduced, TinyDetector.Create(width: 16).WithResolution(32));
        var run = await FineTune(reduced, "tuned", "--epochs", "1");
        Assert.True(run.ExitCode == ExitCodes.Success, run.Error);
        Assert.Equal(32, SafetensorsFile.Load(PathOf("tuned")).Resolution);
    }

    [Theory]
    [InlineData(
        "--distillation: error PRUNE0101: Distillation is asked for, and there is no teacher",
        "--distillation",
        "output"
    )]
    [InlineData("--distillation-temperature: error PRUNE0110: ", "--distillation-temperature", "2")]
    [InlineData("--teacher: error PRUNE0110: ", "--teacher", "any.pt", "--distillation", "none")]
    [InlineData(
        "dotnet-prune: error: --distillation: Distillation is 'feture'; ",
        "--teacher",
        "any.pt",
        "--distillation",
        "feture"
    )]
    [InlineData("nowhere.pt: error PRUNE1002: ", "--teacher", "nowhere.pt")]
    [InlineData("'--no-autoanchor' is no option of 'finetune'.", "--no-autoanchor")]
    public async Task What_teaches_nothing_or_is_not_there_is_refused(string says, params string[] options)
    {
        var run = await FineTune(_dense, "no", ["--epochs", "1", .. options]);
        Assert.Equal(ExitCodes.BadInput, run.ExitCode);
        Assert.Contains(says, run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(PathOf("no")));
    }

    [Fact]
    public async Task There_is_nothing_to_tune_in_an_architecture()
    {
        var run = await FineTune("yolov5n", "no", "--epochs", "1");
        Assert.Equal(ExitCodes.BadInput, run.ExitCode);
        Assert.Contains("error PRUNE1002: ", run.Error, StringComparison.Ordinal);
    }

    private static int ZerosOf(string path) =>
        SafetensorsFile.Load(path).Parameters["model.1.conv.weight"].Values.Count(value => value == 0);

    private string PathOf(string name) => Path.Combine(_folder, $"{name}.safetensors");

    private async Task<string> Pruned(params string[] options)
    {
        var run = await ToolRun.OfAsync(["prune", _dense, "-o", PathOf("pruned"), "--imgsz", "64", .. options]);
        Assert.True(run.ExitCode == ExitCodes.Success, run.Error);
        return PathOf("pruned");
    }

    private Task<ToolRun> FineTune(string model, string name, params string[] options) =>
        ToolRun.OfAsync(Arguments(model, name, options));

    private string[] Arguments(string model, string name, params string[] options) =>
        [
            "finetune",
            model,
            "--data",
            TinyDataset.In(_folder),
            "--imgsz",
            "64",
            "--batch",
            "2",
            "--nominal-batch",
            "2",
            "--threads",
            "1",
            "--precision",
            "fp32",
            "-o",
            PathOf(name),
            "--cache-dir",
            Path.Combine(_folder, "store"),
            .. options,
        ];
}
