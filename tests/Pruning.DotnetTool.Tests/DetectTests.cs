using Pruning.Checkpoints;
using Pruning.Testing;

namespace Pruning.DotnetTool;

public sealed class DetectTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("pruning-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Pictures_of_one_name_in_two_folders_get_two_annotated_copies()
    {
        var model = Path.Combine(_folder.FullName, "m.safetensors");
        SafetensorsFile.Save(model, TinyDetector.Create());
        string[] pictures =
        [
            .. new[] { "a", "b" }.Select(name =>
            {
                TinyDataset.In(Path.Combine(_folder.FullName, name));
                return Path.Combine(_folder.FullName, name, "images", "0.png");
            }),
        ];
        var run = await ToolRun.OfAsync([
            "detect",
            model,
            .. pictures,
            "--imgsz",
            "64",
            "-o",
            Path.Combine(_folder.FullName, "drawn"),
            "--format",
            "json",
        ]);
        Assert.True(run.ExitCode == ExitCodes.Success, run.Error);
        var drawn = run
            .Json.GetProperty("images")
            .EnumerateArray()
            .Select(picture => picture.GetProperty("output").GetString())
            .ToList();
        Assert.Equal(["0.detected.png", "0-2.detected.png"], drawn.Select(Path.GetFileName));
        Assert.All(drawn, path => Assert.True(File.Exists(path)));
    }

    [Fact]
    public async Task An_older_export_that_names_no_classes_is_numbered_by_every_verb()
    {
        var data = TinyDataset.In(Path.Combine(_folder.FullName, "data"));
        var model = OldExport.In(_folder.FullName);
        foreach (
            var verb in (string[][])
                [
                    ["detect", model, Path.Combine(_folder.FullName, "data", "images", "0.png"), "--no-picture"],
                    ["evaluate", model, "--data", data],
                    ["inspect", model],
                ]
        )
        {
            var run = await ToolRun.OfAsync([.. verb, "--format", "json"]);
            Assert.True(run.ExitCode == ExitCodes.Success, run.Error);
            Assert.Contains("PRUNE1011", run.Error, StringComparison.Ordinal);
        }

        var inspected = (await ToolRun.OfAsync("inspect", model, "--format", "json")).Json;
        Assert.Equal(
            ["class0", "class1"],
            inspected.GetProperty("classes").EnumerateArray().Select(name => name.GetString())
        );
        Assert.Equal(8, inspected.GetProperty("stride").GetInt32());
        Assert.False(inspected.GetProperty("quantized").GetBoolean());
        Assert.Contains(
            "2 classes: class0, class1",
            (await ToolRun.OfAsync("inspect", model)).Out,
            StringComparison.Ordinal
        );
        var figures = (
            await ToolRun.OfAsync("evaluate", model, "--data", data, "--format", "json", "--per-class")
        ).Json;
        Assert.Equal(
            ["dark", "light"],
            figures.GetProperty("classes").EnumerateArray().Select(item => item.GetProperty("name").GetString())
        );
    }
}
