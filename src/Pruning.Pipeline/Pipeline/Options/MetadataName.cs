namespace Pruning.Pipeline.Options;

/// <summary>One metadata name of an item type.</summary>
public sealed record MetadataName(string Name, string Help);
