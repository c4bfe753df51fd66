namespace Pruning.Reporting.Comparisons;

/// <summary>A property, the targets or a gate of the project, which is another than before.</summary>
/// <param name="Before">Null where it was not set.</param>
/// <param name="Now">Null where it is no longer set.</param>
public sealed record ChangedSetting(string Name, string? Before, string? Now);
