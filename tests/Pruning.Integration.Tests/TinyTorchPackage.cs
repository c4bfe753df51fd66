using System.IO.Compression;

namespace Pruning.Integration.Tests;

/// <summary>A package laid out like the published libtorch ones, which weigh hundreds of megabytes.</summary>
internal static class TinyTorchPackage
{
    public const string Id = "pruning.tests.libtorch";

    public static void Write(string feed, string version)
    {
        using var archive = ZipFile.Open(Path.Combine(feed, $"{Id}.{version}.nupkg"), ZipArchiveMode.Create);
        Write(
            archive,
            $"{Id}.nuspec",
            $"""
            <package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd">
              <metadata><id>{Id}</id><version>{version}</version><authors>tests</authors><description>for tests</description></metadata>
            </package>
            """
        );
        Write(archive, "runtimes/linux-x64/native/libtorch_cpu.so", "not a library");
        Write(archive, "runtimes/linux-x64/native/libc10.so", "not a library");
    }

    private static void Write(ZipArchive archive, string name, string text)
    {
        using var writer = new StreamWriter(archive.CreateEntry(name).Open());
        writer.Write(text);
    }
}
