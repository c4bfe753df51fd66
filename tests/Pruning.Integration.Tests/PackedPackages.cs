using System.Diagnostics.CodeAnalysis;

namespace Pruning.Integration.Tests;

/// <summary>
/// The package as a user gets it: packed once a test run, into a feed of its own, under a version of its own. NuGet unpacks a version only
/// once, so a version that was used before would test the package of an earlier run.
/// </summary>
public sealed class PackedPackages : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("pruning-feed-");

    public PackedPackages()
    {
        var project = Path.Combine(Repository.Root, "src", "Pruning.Tasks", "Pruning.Tasks.csproj");
        var pack = Dotnet.Run(_folder.FullName,
            "pack", project, "--no-build", "-c", Repository.Configuration, $"-p:PackageVersion={Version}", $"-p:PackageOutputPath={Feed}");
        Assert.True(pack.ExitCode == 0, pack.Output);
        StandInPackage.Write(Feed, Version);
    }

    public string Feed => Path.Combine(_folder.FullName, "feed");

    public string Version { get; } = "0.1.0-test." + Guid.NewGuid().ToString("N")[..12];

    public string Package => Path.Combine(Feed, $"Pruning.Tasks.{Version}.nupkg");

    /// <summary>The machine's package folder.</summary>
    public static string UnpackedRoot { get; } = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    public void Dispose()
    {
        _folder.Delete(recursive: true);
        // Unpacked copies in the machine's package folder would otherwise stay for good.
        foreach (var name in new[] { "pruning.tasks", StandInPackage.Id })
        {
            var unpacked = Path.Combine(UnpackedRoot, name, Version);
            if (Directory.Exists(unpacked))
                Directory.Delete(unpacked, recursive: true);
        }
    }
}

/// <summary>All tests that build with the packed package share it.</summary>
[CollectionDefinition(Name)]
[SuppressMessage("Naming", "CA1711", Justification = "xunit's own word")]
public sealed class PackedPackagesCollection : ICollectionFixture<PackedPackages>
{
    public const string Name = "packed packages";
}
