using Pruning.Pipeline.Tuning;

namespace Pruning.Fuzzing.Readers;

/// <summary>A yaml that says what a search for options may change.</summary>
internal sealed class SearchSpaceReader()
    : FileReader(
        "search-space",
        "space.yaml",
        "Pruning.Pipeline.Tuning.SearchSpaceFile",
        "Pruning.Pipeline.Tuning.ParameterKind",
        "Pruning.Pipeline.Tuning.ParameterDomain"
    )
{
    public override IReadOnlyList<string> Words =>
        [
            "lr0: ",
            "Importance: ",
            "{min: ",
            ", max: ",
            "scale: log",
            "[",
            "]",
            "}",
            ": ",
            "\n",
            "1e309",
            "nan",
            "---\n",
        ];

    protected override string? ReadFile(string path) =>
        string.Join('\n', SearchSpaceFile.Read(path).Select(parameter => $"{parameter.Name} {parameter.Domain}"));
}
