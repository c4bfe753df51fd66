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
        string[] pictures = [.. new[] { "a", "b" }.Select(name =>
        {
            TinyDataset.In(Path.Combine(_folder.FullName, name));
            return Path.Combine(_folder.FullName, name, "images", "0.png");
        })];
        var run = await ToolRun.OfAsync(["detect", model, .. pictures, "--imgsz", "64", "-o", Path.Combine(_folder.FullName, "drawn"), "--format", "json"]);
        Assert.True(run.ExitCode == ExitCodes.Success, run.Error);
        var drawn = run.Json.GetProperty("images").EnumerateArray().Select(picture => picture.GetProperty("output").GetString()).ToList();
        Assert.Equal(["0.detected.png", "0-2.detected.png"], drawn.Select(Path.GetFileName));
        Assert.All(drawn, path => Assert.True(File.Exists(path)));
    }
}
