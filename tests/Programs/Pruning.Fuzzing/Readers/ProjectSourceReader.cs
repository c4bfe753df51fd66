using Pruning.Pipeline;
using Pruning.Pipeline.Options;

namespace Pruning.Fuzzing.Readers;

/// <summary>A project file, or one that it imports, read for the places of its lines.</summary>
internal sealed class ProjectSourceReader()
    : FileReader(
        "project",
        "a.pruneproj",
        "Pruning.Pipeline.ProjectSource",
        "Pruning.Storage.SafeXml",
        "Pruning.Pipeline.Options.Misspellings",
        "Pruning.Tasks.ImportedFiles"
    )
{
    protected override string? ReadFile(string path)
    {
        var source = ProjectSource.Read(path);
        var slips = Misspellings.In([source]).Count();
        var found = source
            .Updates("KeepLayer")
            .Select(update => $"{update.Include} {source.LocationOf("KeepLayer", update.Include, 1)}");
        return $"{slips} {source.LocationOf("BaseModel")} {source.PropertyNames().Count()} {source.ItemTypes().Count()} "
            + $"{string.Join('|', found)}";
    }
}
