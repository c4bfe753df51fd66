namespace Pruning.Fuzzing.Readers;

/// <summary>A reader of a file.</summary>
/// <param name="file">The name that the input gets.</param>
internal abstract class FileReader(string name, string file, params string[] scope) : Reader(name, scope)
{
    public override string? Read(byte[] input, string folder)
    {
        var path = Path.Combine(folder, file);
        using (var stream = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 0))
            stream.Write(Wrap(input));
        return ReadFile(path);
    }

    /// <summary>
    /// The file's bytes: the input, or a valid shell around it that no mutation would find (a length, a hash).
    /// </summary>
    protected virtual byte[] Wrap(byte[] input) => input;

    protected abstract string? ReadFile(string path);
}
