using System.Xml.Linq;
using Pruning.DotnetTool.Output;
using Pruning.DotnetTool.Projects;
using Pruning.Pipeline;
using Pruning.Testing;
using static VerifyXunit.Verifier;

namespace Pruning.DotnetTool;

public sealed class NewTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_project_and_its_app_read_well()
    {
        var project = new NewProject(
            _folder.PathOf("my-cells.v2.pruneproj"),
            "weights/a&b.pt",
            "IMAGE_SIZE/data.yaml",
            640,
            3,
            205,
            2804,
            87,
            1137,
            1_768_000,
            100
        );
        var files = NewProjectFiles.Make(project, app: true, source: "/packages/a&b");

        foreach (
            var (_, text) in files.Where(file => Path.GetExtension(file.Key) is ".pruneproj" or ".csproj" or ".config")
        )
            XDocument.Parse(text);
        await Verify(
            string.Concat(
                    files.Select(file =>
                        $"=== {Path.GetRelativePath(_folder.Root, file.Key).Replace('\\', '/')}\n{file.Value}\n"
                    )
                )
                .Replace(EngineIdentity.Version, "<version>", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Without_an_app_it_is_one_file_which_says_the_version_itself()
    {
        var (path, text) = Assert.Single(Files(app: false));

        Assert.Equal(_folder.PathOf("Cells.pruneproj"), path);
        Assert.StartsWith($"<Project Sdk=\"Pruning.Tasks/{EngineIdentity.Version}\">", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_global_json_of_the_repository_stays_the_one_and_decides_the_version()
    {
        _folder.Write("global.json", """{ "msbuild-sdks": { "Pruning.Tasks": "7.7.7" /* ours */, } }""");
        var files = Files(app: true);

        Assert.DoesNotContain(files.Keys, path => path.EndsWith("global.json", StringComparison.Ordinal));
        Assert.StartsWith(
            "<Project Sdk=\"Pruning.Tasks\">",
            files[_folder.PathOf("Cells.pruneproj")],
            StringComparison.Ordinal
        );
        Assert.Contains("\"7.7.7\"", files[_folder.PathOf("Cells.App/Cells.App.csproj")], StringComparison.Ordinal);
    }

    [Fact]
    public void One_that_names_no_SDK_leaves_the_version_to_the_project()
    {
        _folder.Write("global.json", """{ "sdk": { "version": "10.0.100" } }""");
        var files = Files(app: true);

        Assert.DoesNotContain(files.Keys, path => path.EndsWith("global.json", StringComparison.Ordinal));
        Assert.StartsWith(
            $"<Project Sdk=\"Pruning.Tasks/{EngineIdentity.Version}\">",
            files[_folder.PathOf("Cells.pruneproj")],
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task It_writes_what_it_lists_and_replaces_nothing_unasked()
    {
        var yaml = TinyDataset.In(_folder.PathOf("data"));
        _folder.Write("packages/some.nupkg", "");
        string[] line =
        [
            "new",
            "yolov5n",
            "--data",
            yaml,
            "--imgsz",
            "64",
            "-o",
            _folder.PathOf("made/Cells.pruneproj"),
            "--app",
            "--package-source",
            _folder.PathOf("packages"),
            "--format",
            "json",
        ];

        var first = await ToolRun.OfAsync(line);
        Assert.True(first.ExitCode == ExitCodes.Success, first.Error);
        var files = first.Json.GetProperty("files").EnumerateArray().Select(file => file.GetString()!).ToList();
        Assert.Equal(
            Directory.GetFiles(_folder.PathOf("made"), "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal),
            files.Order(StringComparer.Ordinal)
        );
        Assert.Equal(
            ["Cells.App.csproj", "Cells.pruneproj", "NuGet.config", "Program.cs", "global.json"],
            files.Select(Path.GetFileName).Order(StringComparer.Ordinal)
        );

        File.Delete(_folder.PathOf("made/Cells.pruneproj"));
        var again = await ToolRun.OfAsync(line);
        Assert.Equal(ExitCodes.BadInput, again.ExitCode);
        Assert.Contains("PRUNE0150", again.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.PathOf("made/Cells.pruneproj")));

        Assert.Equal(ExitCodes.Success, (await ToolRun.OfAsync([.. line, "--force"])).ExitCode);
    }

    [RealDataFact]
    public async Task It_looks_at_model_and_dataset()
    {
        var path = _folder.PathOf("Cells.pruneproj");

        Assert.Equal(
            ExitCodes.Success,
            (
                await ToolRun.OfAsync(
                    "new",
                    TestData.PathOf("yolov5n.pt"),
                    "--data",
                    TestData.PathOf("bccd/data.yaml"),
                    "--imgsz",
                    "320",
                    "-o",
                    path
                )
            ).ExitCode
        );
        var group = XDocument.Load(path).Root!.Element("PropertyGroup")!;
        Assert.Equal("320", group.Element("ImageSize")!.Value);
        Assert.Equal("100", group.Element("TrainEpochs")!.Value);
        Assert.True(File.Exists(_folder.PathOf(group.Element("Dataset")!.Value)));
    }

    private Dictionary<string, string> Files(bool app) =>
        NewProjectFiles
            .Make(
                new NewProject(
                    _folder.PathOf("Cells.pruneproj"),
                    "yolov5n.pt",
                    "data.yaml",
                    640,
                    3,
                    205,
                    2804,
                    87,
                    1137,
                    1_768_000,
                    0
                ),
                app,
                source: null
            )
            .ToDictionary(file => file.Key, file => file.Value);
}
