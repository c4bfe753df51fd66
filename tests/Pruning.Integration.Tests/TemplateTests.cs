namespace Pruning.Integration.Tests;

/// <summary><c>dotnet new pruneproj</c>, from the package.</summary>
public sealed class TemplateTests(PackedPackages packages) : IClassFixture<PackedPackages>, IDisposable
{
    private readonly Workspace _workspace = new(packages);

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void A_new_model_project_builds_and_so_does_its_app()
    {
        var package = packages.Pack("Pruning.Templates");
        New("install", package);

        New(
            "pruneproj",
            "--name",
            "my-cells.v2",
            "--base-model",
            "base.pt",
            "--dataset",
            "R&D <1>/data.yaml",
            "--image-size",
            "320",
            "--reduction",
            "30%",
            "--app"
        );
        var project = _workspace.Read("my-cells.v2/my-cells.v2.pruneproj");
        Assert.Contains($"Sdk=\"Pruning.Tasks/{packages.Version}\"", project, StringComparison.Ordinal);
        Assert.Contains("<BaseModel>base.pt</BaseModel>", project, StringComparison.Ordinal);
        Assert.Contains("<Dataset>R&amp;D &lt;1&gt;/data.yaml</Dataset>", project, StringComparison.Ordinal);
        Assert.Contains("<ImageSize>320</ImageSize>", project, StringComparison.Ordinal);
        Assert.Contains("Reduction=\"30%\"", project, StringComparison.Ordinal);
        _workspace.Write("my-cells.v2/base.pt", "weights");
        _workspace.HurryEngine("my-cells.v2");

        _workspace.Build("build", "my-cells.v2/my-cells.v2.App").Succeeded();
        Assert.Contains(
            "15 bytes, 320 x 256 pixels",
            _workspace.Run("run", "--no-build", "--project", "my-cells.v2/my-cells.v2.App"),
            StringComparison.Ordinal
        );

        New("pruneproj", "--output", "Asked", "--global-json", "--package-source", "../R&D");
        Assert.Contains(
            $"\"Pruning.Tasks\": \"{packages.Version}\"",
            _workspace.Read("Asked/global.json"),
            StringComparison.Ordinal
        );
        Assert.StartsWith(
            "<Project Sdk=\"Pruning.Tasks\">",
            _workspace.Read("Asked/Asked.pruneproj"),
            StringComparison.Ordinal
        );
        Assert.Contains("value=\"../R&amp;D\"", _workspace.Read("Asked/NuGet.config"), StringComparison.Ordinal);

        New("pruneproj", "--output", "Plain");
        Assert.Equal(
            ["Plain.pruneproj"],
            Directory.EnumerateFileSystemEntries(_workspace.PathOf("Plain")).Select(Path.GetFileName)
        );
        Assert.Contains(
            "<BaseModel>yolov5n.pt</BaseModel>",
            _workspace.Read("Plain/Plain.pruneproj"),
            StringComparison.Ordinal
        );
    }

    private void New(params string[] arguments) =>
        _workspace.Run(["new", .. arguments, "--debug:custom-hive", _workspace.PathOf("hive")]);
}
