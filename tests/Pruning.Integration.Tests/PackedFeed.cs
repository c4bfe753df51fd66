namespace Pruning.Integration.Tests;

/// <summary>
/// The packages as a user gets them: packed once for a run of the tests, into a feed of its own, under a version of its
/// own. NuGet unpacks a version only once, so a version that was used before would test the package of an earlier run.
/// </summary>
internal sealed class PackedFeed : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("pruning-feed-");
    private readonly Dictionary<string, string> _packed = [];

    public PackedFeed()
    {
        Pack("Pruning.Tasks");
        TinyTorchPackage.Write(Folder, Version);
    }

    public string Folder => Path.Combine(_folder.FullName, "feed");

    public string Version { get; } = "0.1.0-test." + Guid.NewGuid().ToString("N")[..12];

    /// <summary>Packs a project of <c>src/</c>, as it was built; once, for packing takes seconds.</summary>
    /// <returns>The package's path.</returns>
    public string Pack(string name)
    {
        // Packing writes beside the project's own outputs.
        lock (_packed)
        {
            if (!_packed.TryGetValue(name, out var package))
                _packed.Add(name, package = PackAnew(name));
            return package;
        }
    }

    public void Dispose()
    {
        _folder.Delete(recursive: true);
        // Unpacked copies in the machine's package folder would otherwise stay for good.
        foreach (var name in new[] { "pruning.tasks", "pruning.runtime", TinyTorchPackage.Id })
        {
            var unpacked = Path.Combine(PackedPackages.UnpackedRoot, name, Version);
            if (Directory.Exists(unpacked))
                Directory.Delete(unpacked, recursive: true);
        }
    }

    private string PackAnew(string name)
    {
        var pack = Dotnet.Run(
            _folder.FullName,
            "pack",
            Path.Combine(Repository.Root, "src", name, name + ".csproj"),
            "--no-build",
            "-c",
            Repository.Configuration,
            $"-p:PackageVersion={Version}",
            $"-p:PackageOutputPath={Folder}"
        );
        Assert.True(pack.ExitCode == 0, pack.Output);
        return Path.Combine(Folder, $"{name}.{Version}.nupkg");
    }
}
