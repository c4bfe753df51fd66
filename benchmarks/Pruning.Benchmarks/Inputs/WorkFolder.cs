namespace Pruning.Benchmarks.Inputs;

/// <summary>A temporary folder of one run, gone afterwards.</summary>
internal sealed class WorkFolder : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("pruning-benchmarks-").FullName;

    /// <summary>A path within; nothing is made.</summary>
    public string PathOf(string name) => Path.Combine(_root, name);

    /// <summary>An empty folder within.</summary>
    public string Fresh(string name)
    {
        var folder = PathOf(name);
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        return Directory.CreateDirectory(folder).FullName;
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);
}
