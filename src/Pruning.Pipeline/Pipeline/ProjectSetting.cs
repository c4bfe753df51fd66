using Pruning.Diagnostics;

namespace Pruning.Pipeline;

/// <summary>A property's value as the build evaluated it, and where the project sets it.</summary>
public sealed record ProjectSetting(string Name, string Value, SourceLocation Location);
