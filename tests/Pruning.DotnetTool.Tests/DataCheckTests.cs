using OpenCvSharp;
using static VerifyXunit.Verifier;

namespace Pruning.DotnetTool;

public sealed class DataCheckTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pruning-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task What_is_there_and_what_is_wrong_as_text()
    {
        var run = await ToolRun.OfAsync("data", "check", Dataset());
        Assert.Equal(ExitCodes.Success, run.ExitCode);
        await Verify(run.Out.Replace(_folder, "<data>", StringComparison.Ordinal).Replace('\\', '/').TrimEnd());
    }

    [Fact]
    public async Task The_same_as_json_and_an_error_code_where_it_is_strict()
    {
        var run = await ToolRun.OfAsync("data", "check", Dataset(), "--strict", "--format", "json");
        Assert.Equal(ExitCodes.BadInput, run.ExitCode);
        var train = run.Json.GetProperty("splits")[0];
        Assert.True(run.Json.GetProperty("usable").GetBoolean());
        Assert.Equal(
            (4, 3, 2),
            (
                train.GetProperty("files").GetInt32(),
                train.GetProperty("images").GetInt32(),
                train.GetProperty("boxes").GetInt32()
            )
        );
        Assert.Equal("imageUnreadable", train.GetProperty("problems")[0].GetProperty("kind").GetString());
        Assert.Equal("PRUNE2005", train.GetProperty("problems")[0].GetProperty("code").GetString());
        Assert.Equal(2, train.GetProperty("boxesPerClass")[1].GetProperty("boxes").GetInt32());
    }

    [Fact]
    public async Task What_cannot_be_used_is_an_error_without_strictness()
    {
        var yaml = Dataset();
        File.WriteAllText(Path.Combine(_folder, "labels", "0.txt"), "2 .5 .5 .5 .5");
        Assert.Equal(ExitCodes.BadInput, (await ToolRun.OfAsync("data", "check", yaml)).ExitCode);
    }

    private string Dataset()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "images"));
        Directory.CreateDirectory(Path.Combine(_folder, "labels"));
        for (var i = 0; i < 3; i++)
        {
            using var picture = new Mat(64, 48 + i, MatType.CV_8UC3, new Scalar(128, 128, 128));
            Cv2.ImWrite(Path.Combine(_folder, "images", $"{i}.png"), picture);
        }

        File.WriteAllText(Path.Combine(_folder, "images", "3.jpg"), "");
        File.WriteAllText(
            Path.Combine(_folder, "labels", "0.txt"),
            "1 .5 .5 .5 .5\n1 .2 .2 .1 .1\n1 .2 .2 .1 .1\n0 .5 .5 0 .1"
        );
        File.WriteAllText(Path.Combine(_folder, "labels", "1.txt"), "");
        var yaml = Path.Combine(_folder, "data.yaml");
        File.WriteAllText(yaml, "train: images\nnames: [dark, light]\n");
        return yaml;
    }
}
