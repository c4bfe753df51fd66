namespace Pruning.Pipeline;

/// <summary>Something from outside of the store that a stage's result depends on.</summary>
/// <param name="Value">The hash of its content, or a word where it is one; null where the project has none.</param>
public sealed record StageInput(string Name, string? Value);
