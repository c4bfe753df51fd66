using System.Text.RegularExpressions;
using Pruning.Data;
using Pruning.Diagnostics;

namespace Pruning.Fuzzing.Readers;

/// <summary>A dataset's yaml.</summary>
internal sealed partial class DatasetYamlReader()
    : FileReader(
        "dataset-yaml",
        "data.yaml",
        "Pruning.Data.DatasetYaml",
        "Pruning.Data.DatasetPath",
        "Pruning.Data.FolderSearch",
        "Pruning.Storage.Utf8File"
    )
{
    public override IReadOnlyList<string> Words =>
        [
            "train: ",
            "val: ",
            "test: ",
            "names: ",
            "nc: ",
            "path: ",
            "\n- ",
            "{",
            "}",
            "[",
            "]",
            "&a ",
            "*a",
            "<<: ",
            "|\n",
            ">\n",
            "!!",
            "\"",
            "'",
            "---\n",
            "...\n",
            "**/",
            "../",
            "?",
            "\t",
            "# ",
        ];

    [GeneratedRegex(@"(^|[^\w*/])/|//|\.\.")]
    private static partial Regex LeavesItsFolder();

    protected override string? ReadFile(string path)
    {
        // A pattern over the machine's own folders tells of the machine: how much it finds there, and how long that
        // takes.
        if (
            File.ReadAllText(path) is var text
            && text.Contains('*', StringComparison.Ordinal)
            && LeavesItsFolder().IsMatch(text)
        )
            return null;
        Directory.CreateDirectory(Path.Combine(Path.GetDirectoryName(path)!, "images", "train"));
        var description = DatasetYaml.Read(path, new DatasetOptions(), new DiagnosticList());
        return $"{string.Join('|', description.ClassNames)} {description.Root} "
            + $"{string.Join('|', description.Sources.SelectMany(split => split.Value).Select(source => source.Path).Order(StringComparer.Ordinal))}";
    }
}
