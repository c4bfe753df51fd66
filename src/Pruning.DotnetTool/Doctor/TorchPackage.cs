using System.Reflection;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Pruning.Diagnostics;
using Pruning.Pipeline.Store;
using Pruning.Storage;

namespace Pruning.DotnetTool.Doctor;

/// <summary>
/// A published libtorch package, too large to travel in this tool's: NuGet restores it from the user's own sources into
/// a folder beside the stage store, and from then on the tool loads libtorch from there.
/// </summary>
internal sealed record TorchPackage(string Id, string Version)
{
    private const string ChoiceFile = "chosen";

    /// <summary>The one that TorchSharp was built for; null where none is published for this machine.</summary>
    public static TorchPackage? Default =>
        RuntimeInformation.RuntimeIdentifier is "linux-x64" or "win-x64" or "win-arm64" or "osx-arm64"
            ? new TorchPackage($"libtorch-cpu-{RuntimeInformation.RuntimeIdentifier}", BuiltFor)
            : null;

    /// <summary>The libtorch version that this tool's TorchSharp needs.</summary>
    public static string BuiltFor { get; } =
        typeof(TorchPackage)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .First(item => item.Key == "LibTorchVersion")
            .Value!;

    /// <summary>Where packages lie that were installed so.</summary>
    private static string Root => RootIn(CacheLocation.Default());

    private string Folder => Path.Combine(Root, Id.ToLowerInvariant(), Version.ToLowerInvariant());

    /// <summary>The folder of the libtorch that was installed for this TorchSharp; null where none was.</summary>
    public static string? InstalledFolder()
    {
        if (CacheFolder.Find() is not { } cache)
            return null;
        var choice = Path.Combine(RootIn(cache), ChoiceFile);
        return
            File.Exists(choice)
            && File.ReadAllLines(choice) is [var builtFor, var folder, ..]
            && builtFor == BuiltFor
            && Directory.Exists(Path.Combine(RootIn(cache), folder))
            ? Path.Combine(RootIn(cache), folder)
            : null;
    }

    /// <summary>
    /// The folder of the libtorch that the build of a project has restored on this machine, for this TorchSharp; null
    /// where none has.
    /// </summary>
    public static string? RestoredFolder()
    {
        if (Default is not { } usual)
            return null;
        var packages = Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } named
            ? named
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        var folder = Path.Combine(
            packages,
            usual.Id,
            usual.Version,
            "runtimes",
            RuntimeInformation.RuntimeIdentifier,
            "native"
        );
        return Directory.Exists(folder) ? folder : null;
    }

    /// <summary>The restore, with the sources and credentials that NuGet has for the current folder.</summary>
    public InstallStep Step() =>
        new(
            $"{Id} {Version}",
            "dotnet",
            [
                "restore",
                ProjectPath,
                "--packages",
                Root,
                $"-p:RestoreRootConfigDirectory={Environment.CurrentDirectory}",
            ],
            NeedsRoot: false
        );

    /// <summary>Writes the project that the restore reads.</summary>
    public void Prepare() =>
        AtomicFile.Write(
            ProjectPath,
            $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <ImportDirectoryBuildProps>false</ImportDirectoryBuildProps>
              </PropertyGroup>
              <ItemGroup>
                <PackageDownload Include="{Id}" Version="[{Version}]" />
              </ItemGroup>
            </Project>
            """
        );

    /// <summary>Checks what came, and has the tool load it from now on.</summary>
    /// <exception cref="PruneException">
    /// PRUNE0053: its content is not what NuGet recorded, or it holds no libtorch.
    /// </exception>
    public void Choose()
    {
        VerifyHash();
        var library = Directory
            .EnumerateFiles(Folder, "*torch_cpu.*", SearchOption.AllDirectories)
            .FirstOrDefault(file => Path.GetExtension(file) is ".so" or ".dll" or ".dylib")
            ?? throw Unusable("it holds no libtorch");
        AtomicFile.Write(
            Path.Combine(Root, ChoiceFile),
            $"{BuiltFor}\n{Path.GetRelativePath(Root, Path.GetDirectoryName(library)!)}\n"
        );
    }

    private static string RootIn(string cache) => Path.Combine(cache, "torch");

    private static string ProjectPath => Path.Combine(Root, "install", "install.csproj");

    private void VerifyHash()
    {
        var package = Path.Combine(Folder, $"{Id}.{Version}.nupkg".ToLowerInvariant());
        if (!File.Exists(package) || !File.Exists($"{package}.sha512"))
            throw Unusable("NuGet left no package and hash behind");
        using var stream = File.OpenRead(package);
        if (Convert.ToBase64String(SHA512.HashData(stream)) != File.ReadAllText($"{package}.sha512").Trim())
            throw Unusable("its SHA-512 is not the one that NuGet recorded");
    }

    private PruneException Unusable(string why) =>
        new(
            Codes.NativeLibraryNotInstalled,
            $"The package {Id} {Version} in '{Folder}' cannot be used: {why}. Code from it would run in this "
                + $"program. Delete that folder and run 'dotnet prune doctor --install' again, or name another "
                + $"--torch-package."
        );
}
