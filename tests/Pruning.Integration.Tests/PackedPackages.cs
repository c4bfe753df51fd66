using System.Diagnostics.CodeAnalysis;

namespace Pruning.Integration.Tests;

/// <summary>
/// The package as a user gets it: packed once for a collection of tests, into a feed of its own, under a version of its
/// own. NuGet unpacks a version only once, so a version that was used before would test the package of an earlier run.
/// </summary>
public sealed class PackedPackages : IDisposable
{
    // Packing writes beside the project's own outputs.
    private static readonly Lock Packing = new();

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("pruning-feed-");

    public PackedPackages()
    {
        Package = Pack("Pruning.Tasks");
        TinyTorchPackage.Write(Feed, Version);
    }

    public string Feed => Path.Combine(_folder.FullName, "feed");

    public string Version { get; } = "0.1.0-test." + Guid.NewGuid().ToString("N")[..12];

    /// <summary>Of the SDK, the build steps and the engine.</summary>
    public string Package { get; }

    /// <summary>The machine's package folder.</summary>
    public static string UnpackedRoot { get; } =
        Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    /// <summary>Packs a project of <c>src/</c>, as it was built, into the feed.</summary>
    /// <returns>The package's path.</returns>
    public string Pack(string name)
    {
        var project = Path.Combine(Repository.Root, "src", name, name + ".csproj");
        lock (Packing)
        {
            var pack = Dotnet.Run(
                _folder.FullName,
                "pack",
                project,
                "--no-build",
                "-c",
                Repository.Configuration,
                $"-p:PackageVersion={Version}",
                $"-p:PackageOutputPath={Feed}"
            );
            Assert.True(pack.ExitCode == 0, pack.Output);
        }

        return Path.Combine(Feed, $"{name}.{Version}.nupkg");
    }

    public void Dispose()
    {
        _folder.Delete(recursive: true);
        // Unpacked copies in the machine's package folder would otherwise stay for good.
        foreach (var name in new[] { "pruning.tasks", TinyTorchPackage.Id })
        {
            var unpacked = Path.Combine(UnpackedRoot, name, Version);
            if (Directory.Exists(unpacked))
                Directory.Delete(unpacked, recursive: true);
        }
    }
}

/// <summary>
/// All tests that build with the packed package share it: those of model projects, beside those of apps, for builds
/// wait for one core at a time.
/// </summary>
[CollectionDefinition(Name)]
[SuppressMessage("Naming", "CA1711", Justification = "xunit's own word")]
public sealed class ModelsCollection : ICollectionFixture<PackedPackages>
{
    public const string Name = "model projects with packed packages";
}

/// <summary><see cref="ModelsCollection"/>.</summary>
[CollectionDefinition(Name)]
[SuppressMessage("Naming", "CA1711", Justification = "xunit's own word")]
public sealed class AppsCollection : ICollectionFixture<PackedPackages>
{
    public const string Name = "apps with packed packages";
}
