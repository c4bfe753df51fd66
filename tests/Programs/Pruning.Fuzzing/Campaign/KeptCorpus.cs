namespace Pruning.Fuzzing.Campaign;

/// <summary>
/// The inputs in the repository: small, one folder a reader. Those of faults that were mended are named for them.
/// </summary>
internal static class KeptCorpus
{
    /// <summary>Beside the program.</summary>
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "Corpus");

    /// <summary>By name, in ordinal order.</summary>
    public static IReadOnlyList<(string Name, byte[] Input)> Of(string folder, string reader) =>
        Directory.Exists(Path.Combine(folder, reader))
            ?
            [
                .. Directory
                    .EnumerateFiles(Path.Combine(folder, reader))
                    .Order(StringComparer.Ordinal)
                    .Select(path => (Path.GetFileName(path), File.ReadAllBytes(path))),
            ]
            : [];
}
