using OpenCvSharp;

namespace Pruning.DotnetTool;

public sealed class DataImportTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pruning-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task An_import_is_told_and_can_be_checked()
    {
        var output = Path.Combine(_folder, "out");
        var run = await ToolRun.OfAsync("data", "import", Source(), "-o", output);
        Assert.True(run.ExitCode == ExitCodes.Success, run.Error);
        Assert.StartsWith(
            "COCO annotations, 1 class\n\nsplit  images  background  boxes\nval         1           0      "
                + "1\n\nregions of crowds, left out (--crowds keep takes them): 1, among them a.png\n",
            run.Out,
            StringComparison.Ordinal
        );
        Assert.Contains("data.yaml is ready", run.Out, StringComparison.Ordinal);
        var check = await ToolRun.OfAsync("data", "check", Path.Combine(output, "data.yaml"), "--strict");
        Assert.True(check.ExitCode == ExitCodes.Success, check.Out);
    }

    [Fact]
    public async Task The_same_as_json_and_a_second_time_only_by_force()
    {
        var output = Path.Combine(_folder, "out");
        string[] arguments =
        [
            "data",
            "import",
            Source(),
            "--annotations",
            "coco",
            "--images",
            "copy",
            "-o",
            output,
            "--format",
            "json",
        ];
        var run = await ToolRun.OfAsync(arguments);
        Assert.Equal("coco", run.Json.GetProperty("format").GetString());
        Assert.Equal(1, run.Json.GetProperty("splits")[0].GetProperty("boxes").GetInt32());
        Assert.Equal("crowdLeftOut", run.Json.GetProperty("notes")[0].GetProperty("remark").GetString());
        var again = await ToolRun.OfAsync(arguments);
        Assert.Equal(ExitCodes.BadInput, again.ExitCode);
        Assert.Contains("error PRUNE2022", again.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Success, (await ToolRun.OfAsync([.. arguments, "--force"])).ExitCode);
    }

    private string Source()
    {
        using var picture = new Mat(64, 64, MatType.CV_8UC3, new Scalar(128, 128, 128));
        Cv2.ImWrite(Path.Combine(_folder, "a.png"), picture);
        var json = Path.Combine(_folder, "instances_val.json");
        File.WriteAllText(
            json,
            """
            {"images": [{"id": 1, "file_name": "a.png", "width": 64, "height": 64}], "categories": [{"id": 3, "name": "thing"}],
             "annotations": [{"image_id": 1, "category_id": 3, "bbox": [8, 8, 16, 16]}, {"image_id": 1, "category_id": 3, "iscrowd": 1, "bbox": [8, 8, 16, 16]}]}
            """
        );
        return json;
    }
}
