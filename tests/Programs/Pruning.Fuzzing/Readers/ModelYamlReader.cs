using Pruning.Checkpoints.StateDicts;

namespace Pruning.Fuzzing.Readers;

/// <summary>The yaml beside bare weights.</summary>
internal sealed class ModelYamlReader()
    : FileReader(
        "model-yaml",
        "model.yaml",
        "Pruning.Checkpoints.StateDicts.ModelYaml",
        "Pruning.Checkpoints.StateDicts.ModelFacts"
    )
{
    public override IReadOnlyList<string> Words =>
        [
            "activation: ",
            "anchors:\n",
            "  - [",
            "nn.SiLU()",
            "nn.LeakyReLU(0.1)",
            "[",
            "]",
            "{",
            "}",
            "&a ",
            "*a",
            "? ",
            ": ",
            "---\n",
            "!!",
        ];

    protected override string? ReadFile(string path)
    {
        var facts = ModelYaml.Beside(Path.ChangeExtension(path, ".pt"));
        return $"{facts.Activation} {facts.Anchors?.Sum(level => level.Length)}";
    }
}
