namespace Pruning.Reporting.Comparisons;

/// <summary>A property of the project that is set to another value than before.</summary>
/// <param name="Before">Null where it was not set.</param>
/// <param name="Now">Null where it is no longer set.</param>
public sealed record ChangedSetting(string Name, string? Before, string? Now);
