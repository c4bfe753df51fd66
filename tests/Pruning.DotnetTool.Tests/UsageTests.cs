namespace Pruning.DotnetTool;

public class UsageTests
{
    [Theory]
    [InlineData("evaluat")]
    [InlineData("evaluate", "x.pt")]
    [InlineData("evaluate", "x.pt", "--data", "y.yaml", "--imgsz", "0")]
    [InlineData("evaluate", "x.pt", "--data", "y.yaml", "--batch", "many")]
    [InlineData("evaluate", "x.pt", "--data", "y.yaml", "--conf", "7")]
    [InlineData("evaluate", "x.pt", "--data", "y.yaml", "--split", "all")]
    [InlineData("inspect", "x.pt", "--format", "xml")]
    [InlineData("detect", "x.pt")]
    [InlineData("engine", "--request", "r.xml", "--stage", "nothing")]
    [InlineData("build", "x.pruneproj", "-p", "novalue")]
    public async Task A_command_line_that_is_wrong_says_so_and_exits_with_3(params string[] arguments)
    {
        var run = await ToolRun.OfAsync(arguments);
        Assert.Equal(ExitCodes.BadInput, run.ExitCode);
        Assert.Empty(run.Out);
        Assert.StartsWith("dotnet-prune: error: ", run.Error, StringComparison.Ordinal);
        Assert.Contains("--help", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "'evaluat' is no verb. Did you mean 'evaluate'? There are new, build, ",
        "dotnet prune --help",
        "evaluat"
    )]
    [InlineData("What to do is not said. It takes one of new, build, ", "dotnet prune --help")]
    [InlineData("What to do is not said. It takes one of list, clear, path.", "dotnet prune cache --help", "cache")]
    [InlineData(
        "'lst' is no verb of 'cache'. Did you mean 'list'? There are list, clear, path.",
        "dotnet prune cache --help",
        "cache",
        "lst"
    )]
    [InlineData(
        "'--dat' is no option of 'evaluate'. Did you mean '--data'?",
        "dotnet prune evaluate --help",
        "evaluate",
        "x.pt",
        "--dat",
        "y.yaml"
    )]
    [InlineData("'--helpp' is no option. Did you mean '--help'?", "dotnet prune --help", "--helpp")]
    [InlineData(
        "'--imgsize' is no option of 'inspect'. Did you mean '--imgsz'?",
        "dotnet prune inspect --help",
        "inspect",
        "--imgsize",
        "64"
    )]
    [InlineData("'more' is one argument too many.", "dotnet prune inspect --help", "inspect", "x.pt", "more")]
    [InlineData("An argument is empty: a variable may have no value.", "dotnet prune inspect --help", "inspect", "")]
    [InlineData(
        "An argument is empty: a variable may have no value.",
        "dotnet prune evaluate --help",
        "evaluate",
        "x.pt",
        "--data",
        ""
    )]
    [InlineData(
        "--format takes json, text, not 'jsn'. Did you mean 'json'?",
        "dotnet prune doctor --help",
        "doctor",
        "--format",
        "jsn"
    )]
    [InlineData(
        "--verbosity takes detailed, normal, quiet, not 'loud'.",
        "dotnet prune doctor --help",
        "doctor",
        "-v",
        "loud"
    )]
    [InlineData(
        "--device: Device is 'gpu'; it takes 'auto', 'cpu', 'cuda' or 'cuda:<number>'.",
        "dotnet prune detect --help",
        "detect",
        "x.pt",
        "y.jpg",
        "--device",
        "gpu"
    )]
    [InlineData(
        "Argument 'fish' not recognized. Must be one of: 'bash' 'zsh' 'pwsh'",
        "dotnet prune completion --help",
        "completion",
        "fish"
    )]
    [InlineData(
        "--conf takes a number from 0 to 1, not 'many'.",
        "dotnet prune evaluate --help",
        "evaluate",
        "x.pt",
        "--data",
        "y.yaml",
        "--conf",
        "many"
    )]
    [InlineData(
        "--images takes copy, link, reference, not 'lnk'. Did you mean 'link'?",
        "dotnet prune data import --help",
        "data",
        "import",
        "x",
        "-o",
        "y",
        "--images",
        "lnk"
    )]
    [InlineData(
        "--annotations takes coco, voc, not 'z'.",
        "dotnet prune data import --help",
        "data",
        "import",
        "x",
        "-o",
        "y",
        "--annotations",
        "z"
    )]
    [InlineData(
        "--rounds takes a whole number of at least 7, not '2'.",
        "dotnet prune benchmark --help",
        "benchmark",
        "x.onnx",
        "--rounds",
        "2"
    )]
    [InlineData(
        "--package-source takes a folder that exists or an http(s) address, not 'nowhere'.",
        "dotnet prune new --help",
        "new",
        "yolov5n",
        "--data",
        "y.yaml",
        "--package-source",
        "nowhere"
    )]
    [InlineData(
        "--older-than takes a whole number of at least 1, not 'x'.",
        "dotnet prune cache clear --help",
        "cache",
        "clear",
        "--older-than",
        "x"
    )]
    public async Task The_one_thing_that_is_wrong_is_said_with_what_was_meant_and_where_the_help_is(
        string says,
        string help,
        params string[] arguments
    )
    {
        var run = await ToolRun.OfAsync(arguments);
        Assert.Equal(ExitCodes.BadInput, run.ExitCode);
        var lines = run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        Assert.StartsWith($"dotnet-prune: error: {says}", lines[0], StringComparison.Ordinal);
        Assert.Equal($"Run '{help}' for what it takes.", lines[1]);
        Assert.Empty(run.Out);
    }

    [Fact]
    public async Task Behind_two_dashes_a_file_may_begin_with_one() =>
        Assert.Contains(
            "error PRUNE1002: The model file '--odd.pt'",
            (await ToolRun.OfAsync("inspect", "--", "--odd.pt")).Error,
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("it is a folder", "inspect", "{folder}")]
    [InlineData("is a folder", "inspect", "{folder}.onnx")]
    [InlineData("it is a folder", "train", "{folder}", "--data", "{yaml}", "-o", "{new}.safetensors")]
    [InlineData("it is a folder", "evaluate", "yolov5n", "--data", "{folder}")]
    [InlineData("it is a folder", "data", "check", "{folder}")]
    [InlineData("has no .pruneproj", "build", "{folder}")]
    [InlineData("is a folder", "benchmark", "{folder}.onnx")]
    [InlineData("it is a folder", "detect", "yolov5n", "{folder}", "--no-picture", "--imgsz", "32")]
    [InlineData("it is a folder", "export", "yolov5n", "--imgsz", "32", "-o", "{folder}")]
    [InlineData("it is a folder", "new", "yolov5n", "--data", "{yaml}", "-o", "{folder}")]
    [InlineData("it is a file", "detect", "yolov5n", "x.jpg", "-o", "{yaml}")]
    [InlineData("is a file", "cache", "list", "--cache-dir", "{yaml}")]
    [InlineData(
        "which is a folder",
        "train",
        "yolov5n",
        "--data",
        "{yaml}",
        "--hyp",
        "{folder}",
        "-o",
        "{new}.safetensors"
    )]
    public async Task A_folder_in_place_of_a_file_is_called_one(string says, params string[] arguments)
    {
        var folder = Directory.CreateTempSubdirectory("pruning-");
        try
        {
            var yaml = TinyDataset.In(Path.Combine(folder.FullName, "data"));
            var name = Path.Combine(folder.FullName, "a");
            Directory.CreateDirectory(name);
            Directory.CreateDirectory($"{name}.onnx");
            var run = await ToolRun.OfAsync([
                .. arguments.Select(text =>
                    text.Replace("{folder}", name, StringComparison.Ordinal)
                        .Replace("{yaml}", yaml, StringComparison.Ordinal)
                        .Replace("{new}", $"{name}.new", StringComparison.Ordinal)
                ),
            ]);
            Assert.NotEqual(ExitCodes.Success, run.ExitCode);
            Assert.Contains(says, run.Error, StringComparison.Ordinal);
            Assert.Contains("error", run.Error, StringComparison.Ordinal);
            Assert.DoesNotContain(
                "..",
                run.Error.Replace("...", "", StringComparison.Ordinal),
                StringComparison.Ordinal
            );
            Assert.Empty(run.Out);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task What_the_disk_refuses_in_the_middle_is_a_coded_line_and_no_trace()
    {
        if (!Directory.Exists("/proc"))
            return;
        var run = await ToolRun.OfAsync("detect", "yolov5n", "x.jpg", "-o", "/proc/nowhere");
        Assert.Equal(ExitCodes.Error, run.ExitCode);
        Assert.Contains("error PRUNE0003: ", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PRUNE1002", "inspect", "nowhere.pt")]
    [InlineData("PRUNE1002", "export", "nowhere.pt")]
    [InlineData("PRUNE7101", "inspect", "nowhere.onnx")]
    [InlineData("PRUNE2001", "evaluate", "nowhere.pt", "--data", "nowhere.yaml")]
    [InlineData("PRUNE1002", "detect", "nowhere.pt", "nowhere.jpg", "--no-picture")]
    [InlineData("PRUNE0002", "build", "nowhere.pruneproj")]
    public async Task Bad_input_is_one_coded_line_without_a_trace(string code, params string[] arguments)
    {
        var run = await ToolRun.OfAsync(arguments);
        Assert.Equal(ExitCodes.BadInput, run.ExitCode);
        Assert.Contains($"error {code}: ", run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Out);
    }

    [Fact]
    public async Task The_engine_writes_its_errors_to_the_output_where_the_build_reads_them()
    {
        var run = await ToolRun.OfAsync("engine", "--request", "nowhere.xml", "--stage", "import");
        Assert.Equal(ExitCodes.BadInput, run.ExitCode);
        Assert.Contains("error PRUNE0001: ", run.Out, StringComparison.Ordinal);
        Assert.Empty(run.Error);
    }

    [Fact]
    public async Task The_version_is_the_assemblys()
    {
        var run = await ToolRun.OfAsync("--version");
        Assert.Equal(ExitCodes.Success, run.ExitCode);
        Assert.Matches(@"^\d+\.\d+\.\d+", run.Out);
    }
}
