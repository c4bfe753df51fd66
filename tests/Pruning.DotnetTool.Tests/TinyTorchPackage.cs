using System.IO.Compression;

namespace Pruning.DotnetTool;

/// <summary>A package laid out like the published libtorch ones, which weigh hundreds of megabytes.</summary>
internal static class TinyTorchPackage
{
    public const string Id = "pruning.tests.libtorch";

    public static void Write(string feed, string version, string library = "libtorch_cpu.so", string id = Id)
    {
        using var archive = ZipFile.Open(Path.Combine(feed, $"{id}.{version}.nupkg"), ZipArchiveMode.Create);
        Write(
            archive,
            $"{id}.nuspec",
            $"""
            <package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd">
              <metadata><id>{id}</id><version>{version}</version><authors>tests</authors><description>for tests</description></metadata>
            </package>
            """
        );
        Write(archive, $"runtimes/linux-x64/native/{library}", "short");
    }

    private static void Write(ZipArchive archive, string name, string text)
    {
        using var writer = new StreamWriter(archive.CreateEntry(name).Open());
        writer.Write(text);
    }
}
