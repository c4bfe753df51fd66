namespace Pruning.Integration.Tests;

/// <summary>An app's restore does not reach its model projects: they see to it themselves.</summary>
public sealed class RestoreTests(PackedPackages packages) : IClassFixture<PackedPackages>, IDisposable
{
    private readonly Workspace _workspace = new(packages);

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void A_model_project_is_restored_by_graph_builds_too_and_held_to_its_lock_file()
    {
        _workspace.WriteDetector(properties: "<RestorePackagesWithLockFile>true</RestorePackagesWithLockFile>");
        _workspace.HurryEngine();
        _workspace.WriteApp("System.Console.WriteLine(Ward.App.PrunedModels.Detector.Sha256);");

        _workspace.Build("build", "App", "-graph").Succeeded();

        Assert.Equal(["train", "gate"], _workspace.TakeEngineCalls());
        Assert.True(_workspace.Exists("Detector/packages.lock.json"));
        _workspace.Build("build", "App", "-p:RestoreLockedMode=true").Succeeded();

        var project = _workspace.Read("Detector/Detector.pruneproj");
        _workspace.Write(
            "Detector/Detector.pruneproj",
            project.Replace(
                "<Gate ",
                $"""<PackageReference Include="{TinyTorchPackage.Id}" Version="{packages.Version}" /><Gate """,
                StringComparison.Ordinal
            )
        );
        _workspace
            .Build("build", "App", "-p:RestoreLockedMode=true")
            .Failed()
            .Says("Detector.pruneproj : error NU1004");
        Assert.Empty(_workspace.TakeEngineCalls());
    }
}
