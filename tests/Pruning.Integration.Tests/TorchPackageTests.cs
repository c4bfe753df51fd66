namespace Pruning.Integration.Tests;

/// <summary>
/// libtorch comes by restore, from a package that the project can choose, and the engine is told where it lies.
/// </summary>
public sealed class TorchPackageTests(PackedPackages packages) : IClassFixture<PackedPackages>, IDisposable
{
    private const string Folder = "PruningTorchFolder";

    private readonly Workspace _workspace = new(packages);

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void The_engine_gets_the_folder_of_the_restored_package_also_when_only_the_app_was_restored()
    {
        _workspace.WriteDetector(
            properties: $"<PruningTorchPackage>{TinyTorchPackage.Id}</PruningTorchPackage><PruningTorchVersion>{packages.Version}</PruningTorchVersion>"
        );
        _workspace.WriteApp("System.Console.WriteLine(Ward.App.PrunedModels.Detector.Stride);");

        _workspace.Build("build", "App").Succeeded();

        var folder =
            Path.Combine(
                PackedPackages.UnpackedRoot,
                TinyTorchPackage.Id,
                packages.Version,
                "runtimes",
                "linux-x64",
                "native"
            ) + Path.DirectorySeparatorChar;
        Assert.Contains($"""<Property Name="{Folder}" Value="{folder}" />""", Request(), StringComparison.Ordinal);
        Assert.Equal(0, _workspace.Build("build", "Detector").Succeeded().Runs("RunPruningEngine"));
    }

    [Fact]
    public void A_folder_of_the_users_own_needs_no_package()
    {
        _workspace.WriteDetector(
            properties: $"<{Folder}>../torch</{Folder}><PruningTorchPackage>auto</PruningTorchPackage>"
        );

        _workspace.Build("build", "Detector").Succeeded();

        Assert.Contains(
            $"""<Property Name="{Folder}" Value="{_workspace.PathOf("torch/")}" />""",
            Request(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_package_without_libtorch_is_an_error_with_a_code()
    {
        _workspace.WriteDetector(
            properties: $"<PruningTorchPackage>Pruning.Tasks</PruningTorchPackage><PruningTorchVersion>{packages.Version}</PruningTorchVersion>"
        );

        _workspace.Build("build", "Detector").Failed().Says("error PRUNE0205: The package Pruning.Tasks");
    }

    private string Request() => _workspace.Read("Detector/obj/Debug/pruning/request.xml");
}
