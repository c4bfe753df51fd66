namespace Pruning.Integration.Tests;

/// <summary>Where projects lie and where their outputs go is up to the user.</summary>
public sealed class LayoutTests(PackedPackages packages) : IClassFixture<PackedPackages>, IDisposable
{
    private readonly Workspace _workspace = new(packages, "mit Leerzeichen & Ümlaut (日本) #1 ");

    public void Dispose() => _workspace.Dispose();

    [Theory]
    [InlineData(
        "<UseArtifactsOutput>true</UseArtifactsOutput>",
        "artifacts/bin/Detector/debug/",
        "artifacts/bin/App/debug/"
    )]
    [InlineData(
        "<BaseOutputPath>$(MSBuildThisFileDirectory)my "
            + "out/$(MSBuildProjectName)/bin/</BaseOutputPath><BaseIntermediateOutputPath>$(MSBuildThisFileDirectory)my "
            + "out/$(MSBuildProjectName)/obj/</BaseIntermediateOutputPath>",
        "my out/Detector/bin/Debug/",
        "my out/App/bin/Debug/net10.0/"
    )]
    public void Outputs_go_where_the_user_wants_them_and_Clean_finds_them(string layout, string models, string apps)
    {
        _workspace.Write(
            "Directory.Build.props",
            _workspace
                .Read("Directory.Build.props")
                .Replace("</PropertyGroup>", layout + "</PropertyGroup>", StringComparison.Ordinal)
        );
        WriteProjects();

        _workspace.Build("build", "App").Succeeded();

        Assert.Equal(["train", "gate"], _workspace.TakeEngineCalls());
        Assert.Equal("onnx of weights", _workspace.Read(models + "Detector.onnx"));
        Assert.Equal("onnx of weights", _workspace.Run(_workspace.PathOf(apps + "App.dll")).Trim());
        Assert.False(Directory.Exists(_workspace.PathOf("Detector/bin")));
        Assert.False(Directory.Exists(_workspace.PathOf("Detector/obj")));
        _workspace.Build("build", "App").Succeeded();
        Assert.Empty(_workspace.TakeEngineCalls());

        _workspace.Build("clean", "App").Succeeded();
        Assert.Empty(Directory.EnumerateFiles(_workspace.Root, "*.onnx", SearchOption.AllDirectories));
    }

    [Fact]
    public void One_folder_for_everything_gets_everything()
    {
        WriteProjects();

        for (var again = 0; again < 2; again++)
            _workspace.Build("build", "App", "-o", _workspace.PathOf("out")).Succeeded();

        Assert.Equal(["train", "gate"], _workspace.TakeEngineCalls());
        Assert.Equal("onnx of weights", _workspace.Run(_workspace.PathOf("out/App.dll")).Trim());
        Assert.True(_workspace.Exists("out/Detector.onnx"));
    }

    private void WriteProjects()
    {
        _workspace.WriteDetector();
        _workspace.HurryEngine();
        _workspace.WriteApp(
            "System.Console.WriteLine(System.Text.Encoding.UTF8.GetString(Ward.App.PrunedModels.Detector.ReadAllBytes()));"
        );
    }
}
