using System.Xml.Linq;
using Pruning.DotnetTool.Output;
using Pruning.Pipeline;
using Pruning.Testing;
using static VerifyXunit.Verifier;

namespace Pruning.DotnetTool;

public sealed class NewTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pruning-new-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_project_reads_well()
    {
        var project = new NewProject("Detector.pruneproj", "weights/a&b.pt", "cells/data.yaml", 640, 3, 205, 2804, 87, 1137, 1_768_000, 100);
        XDocument.Parse(project.ToXml());
        await Verify(project.ToXml().Replace(EngineIdentity.Version, "<version>", StringComparison.Ordinal));
    }

    [RealDataFact]
    public async Task It_looks_at_model_and_dataset_and_replaces_nothing_unasked()
    {
        var path = Path.Combine(_folder, "Cells.pruneproj");
        string[] line = ["new", TestData.PathOf("yolov5n.pt"), "--data", TestData.PathOf("bccd/data.yaml"), "--imgsz", "320", "-o", path];

        Assert.Equal(ExitCodes.Success, (await ToolRun.OfAsync(line)).ExitCode);
        var group = XDocument.Load(path).Root!.Element("PropertyGroup")!;
        Assert.Equal("320", group.Element("ImageSize")!.Value);
        Assert.Equal("100", group.Element("TrainEpochs")!.Value);
        Assert.True(File.Exists(Path.Combine(_folder, group.Element("Dataset")!.Value)));

        var again = await ToolRun.OfAsync(line);
        Assert.Equal(ExitCodes.BadInput, again.ExitCode);
        Assert.Contains("PRUNE0150", again.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Success, (await ToolRun.OfAsync([.. line, "--force"])).ExitCode);
    }
}
