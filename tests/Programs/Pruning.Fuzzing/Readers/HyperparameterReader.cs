using Pruning.Training;

namespace Pruning.Fuzzing.Readers;

/// <summary>A yaml of hyper-parameters.</summary>
internal sealed class HyperparameterReader()
    : FileReader(
        "hyperparameters",
        "hyp.yaml",
        "Pruning.Training.HyperparameterFile",
        "Pruning.Training.HyperparameterKey"
    )
{
    public override IReadOnlyList<string> Words =>
        ["lr0: ", "\n", ": ", "[", "]", "{", "}", "&a ", "*a", "---\n", "!!", "? "];

    protected override string? ReadFile(string path) => HyperparameterFile.Read(path).ToString();
}
