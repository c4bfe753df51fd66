namespace Pruning.Pipeline.Store;

/// <summary>One output of a stage: its name in the entry's folder (forward slashes), length in bytes and SHA-256.</summary>
public sealed record StoredFile(string Name, long Size, string Sha256);
