using Pruning.Tasks;

namespace Pruning.Fuzzing.Readers;

/// <summary>What the engine says of a finished model, as the build tasks read it.</summary>
internal sealed class ModelDescriptionReader()
    : FileReader("model-description", "a.model.xml", "Pruning.Tasks.ModelDescription")
{
    public override IReadOnlyList<Type> Refusals => [typeof(InvalidDataException)];

    protected override string? ReadFile(string path)
    {
        var model = ModelDescription.Read(path);
        return $"{model.Name} {model.ImageWidth} {string.Join('|', model.Labels)} {string.Join('|', model.Metrics)}";
    }
}
