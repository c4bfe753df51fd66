using System.Collections.Concurrent;
using System.Collections.Immutable;
using Pruning.Diagnostics;

namespace Pruning.Data;

/// <summary>
/// A detection dataset in the YOLO layout, described by a yaml as ultralytics' tools read it. Splits are read when
/// first asked for: images are found and their headers looked at, labels are parsed; what is broken is reported and
/// left out.
/// </summary>
public sealed class Dataset
{
    private readonly DatasetDescription _description;
    private readonly IDiagnosticSink _diagnostics;
    private readonly ConcurrentDictionary<string, Lazy<DatasetSplit>> _splits = new(StringComparer.Ordinal);

    private Dataset(DatasetDescription description, IDiagnosticSink diagnostics) =>
        (_description, _diagnostics) = (description, diagnostics);

    /// <summary>The split of pictures without labels, which no yaml names.</summary>
    public const string Unlabeled = "unlabeled";

    /// <summary>The splits that a yaml can name.</summary>
    public static ImmutableArray<string> SplitNames { get; } = ["train", "val", "test"];

    /// <summary>Full path of the yaml.</summary>
    public string YamlPath => _description.YamlPath;

    public ImmutableArray<string> ClassNames => _description.ClassNames;

    /// <summary>Reads the yaml.</summary>
    /// <param name="diagnostics">Told of broken images and labels when a split is read.</param>
    /// <param name="options">
    /// By default all classes, and warnings where something is wrong with images or labels.
    /// </param>
    /// <exception cref="PruneException">
    /// The yaml is unreadable or makes no sense (<c>PRUNE2001</c>, <c>PRUNE2002</c>).
    /// </exception>
    public static Dataset Load(string yamlPath, IDiagnosticSink diagnostics, DatasetOptions? options = null)
    {
        options ??= new DatasetOptions();
        var description = DatasetYaml.Read(yamlPath, options, diagnostics);
        return new(
            options.Unlabeled.IsEmpty
                ? description
                : description with
                {
                    Sources = description.Sources.Add(Unlabeled, options.Unlabeled),
                },
            diagnostics
        );
    }

    /// <summary>How it is read.</summary>
    public DatasetOptions Options => _description.Options;

    internal DatasetDescription Description => _description;

    internal IDiagnosticSink Diagnostics => _diagnostics;

    /// <summary>
    /// Whether the yaml names the split (<c>train</c>, <c>val</c>, <c>test</c>), or there are pictures without labels.
    /// </summary>
    public bool HasSplit(string name) => _description.Sources.ContainsKey(name);

    /// <summary>The split; the same object each time.</summary>
    /// <exception cref="PruneException">
    /// The yaml does not name it (<c>PRUNE2002</c>), a path is missing (<c>PRUNE2003</c>), no image is usable
    /// (<c>PRUNE2004</c>), or a label has a class that the dataset lacks (<c>PRUNE2008</c>), or, read strictly,
    /// anything is wrong with it (<c>PRUNE2014</c>).
    /// </exception>
    public DatasetSplit Split(string name) =>
        _splits
            .GetOrAdd(name, _ => new Lazy<DatasetSplit>(() => SplitReader.Read(_description, name, _diagnostics)))
            .Value;
}
