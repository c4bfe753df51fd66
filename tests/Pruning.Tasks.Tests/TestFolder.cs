using System.Reflection;

namespace Pruning.Tasks.Tests;

/// <summary>A folder for one test.</summary>
internal sealed class TestFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("pruning-tasks-");

    public static string RepositoryRoot { get; } = Metadata("RepositoryRoot");

    public static string FakeEngine { get; } =
        Path.Combine(
            RepositoryRoot,
            "tests",
            "Programs",
            "Pruning.FakeEngine",
            "bin",
            Metadata("Configuration"),
            "net10.0",
            "fake-engine.dll"
        );

    public string PathOf(string file) => Path.Combine(_folder.FullName, file);

    public string Write(string file, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(file))!);
        File.WriteAllText(PathOf(file), text);
        return PathOf(file);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static string Metadata(string key) =>
        typeof(TestFolder)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == key)
            .Value!;
}
