namespace Pruning.Checkpoints.Safetensors;

/// <summary>What our checkpoints keep in a safetensors file's metadata.</summary>
internal static class MetadataKeys
{
    public const string Graph = "pruning.graph";
    public const string Classes = "pruning.classes";
    public const string Provenance = "pruning.provenance";
}
