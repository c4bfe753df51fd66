using Pruning.Tasks;

namespace Pruning.Fuzzing.Readers;

/// <summary>A project file as the build tasks read it, for the files that it imports.</summary>
internal sealed class ImportedFilesReader() : FileReader("imports", "a.pruneproj", "Pruning.Tasks.ImportedFiles")
{
    private static readonly Dictionary<string, string> None = [];

    /// <summary>Imports that depend on properties are MSBuild's to evaluate, and it is not here.</summary>
    public override IReadOnlyList<Type> Refusals => [typeof(FileNotFoundException)];

    protected override string? ReadFile(string path) =>
        string.Join(
            '|',
            ImportedFiles.Find(path, [], ["Gate"], new Lazy<EvaluatedProject>(() => new EvaluatedProject(path, None)))
        );
}
