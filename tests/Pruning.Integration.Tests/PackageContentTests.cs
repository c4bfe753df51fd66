using System.IO.Compression;

namespace Pruning.Integration.Tests;

public sealed class PackageContentTests(PackedPackages packages) : IClassFixture<PackedPackages>
{
    [Fact]
    public void The_package_carries_the_SDK_the_tasks_and_an_engine_that_starts()
    {
        var folder = Directory.CreateTempSubdirectory("pruning-package-");
        try
        {
            ZipFile.ExtractToDirectory(packages.Package, folder.FullName);
            var files = Directory
                .EnumerateFiles(folder.FullName, "*", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(folder.FullName, file).Replace('\\', '/'))
                .ToHashSet();

            Assert.Subset(
                files,
                new HashSet<string>
                {
                    "README.md",
                    "Sdk/Sdk.props",
                    "Sdk/Sdk.targets",
                    "Sdk/Pruning.Versions.props",
                    "Sdk/Pruning.Options.props",
                    "Sdk/Pruning.Options.targets",
                    "Sdk/pruneproj.xsd",
                    "build/Pruning.Tasks.props",
                    "build/Pruning.Tasks.targets",
                    "tasks/netstandard2.0/Pruning.Tasks.dll",
                    "docs/codes/PRUNE8001.md",
                    "tools/engine/dotnet-prune.dll",
                    "tools/engine/dotnet-prune.runtimeconfig.json",
                }
            );
            Assert.Contains(files, file =>
                file.StartsWith("tools/engine/runtimes/linux-x64/native/libonnxruntime", StringComparison.Ordinal)
            );
            Assert.Subset(
                files,
                new HashSet<string>
                {
                    "tools/engine/runtimes/linux-x64/native/libLibTorchSharp.so",
                    "tools/engine/runtimes/linux-x64/native/libOpenCvSharpExtern.so",
                    "tools/engine/runtimes/win-x64/native/LibTorchSharp.dll",
                    "tools/engine/runtimes/win-x64/native/onnxruntime.dll",
                    "tools/engine/runtimes/osx-arm64/native/libLibTorchSharp.dylib",
                    "tools/engine/runtimes/osx-arm64/native/libonnxruntime.dylib",
                }
            );
            // MSBuild's own assemblies in a task's folder shadow those of the MSBuild that runs.
            Assert.DoesNotContain(files, file => file.Contains("Microsoft.Build", StringComparison.Ordinal));
            var engine = Dotnet.Run(folder.FullName, "tools/engine/dotnet-prune.dll", "--version");
            Assert.True(engine.ExitCode == 0, engine.Output);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
