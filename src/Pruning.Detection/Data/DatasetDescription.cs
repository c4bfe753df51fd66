using System.Collections.Immutable;
using Pruning.Diagnostics;

namespace Pruning.Data;

/// <summary>What a dataset's yaml says, before any image is looked at.</summary>
/// <param name="ClassNames">One under <see cref="DatasetOptions.SingleClass"/>.</param>
/// <param name="Root">Full path of the folder that the yaml's paths start at.</param>
/// <param name="Sources">Split name to the folders, list files and images that it names, resolved.</param>
/// <param name="HasDownload">It says how to fetch the images, which is never done.</param>
internal sealed record DatasetDescription(
    string YamlPath,
    ImmutableArray<string> ClassNames,
    string Root,
    ImmutableDictionary<string, ImmutableArray<DatasetSource>> Sources,
    bool HasDownload,
    DatasetOptions Options
);

/// <summary>A folder of images, a text file that lists them, or one image.</summary>
/// <param name="Path">Full path.</param>
/// <param name="Location">Where the yaml, or a project, names it.</param>
public readonly record struct DatasetSource(string Path, SourceLocation Location);
