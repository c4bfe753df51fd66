namespace Pruning.Checkpoints.Safetensors;

/// <summary>What our checkpoints keep in a safetensors file's metadata.</summary>
internal static class MetadataKeys
{
    /// <summary>The network's structure, as <see cref="GraphJson"/> writes it.</summary>
    public const string Graph = "pruning.graph";

    /// <summary>A JSON list of class names, in the head's order.</summary>
    public const string Classes = "pruning.classes";

    /// <summary>A JSON object of texts: where the network came from.</summary>
    public const string Provenance = "pruning.provenance";

    /// <summary>The version of this product that wrote the file.</summary>
    public const string Engine = "pruning.engine";
}
