using System.Collections.Immutable;
using Pruning.Diagnostics;

namespace Pruning.Data;

/// <summary>What a dataset's yaml says, before any folder is looked at.</summary>
/// <param name="Sources">Split name to the folders and list files that it names, resolved.</param>
internal sealed record DatasetDescription(
    string YamlPath,
    ImmutableArray<string> ClassNames,
    ImmutableDictionary<string, ImmutableArray<DatasetSource>> Sources);

/// <summary>A folder of images, or a text file that lists them.</summary>
/// <param name="Path">Full path.</param>
/// <param name="Location">Where the yaml names it.</param>
internal readonly record struct DatasetSource(string Path, SourceLocation Location);
