using System.Collections.Frozen;
using System.Collections.Immutable;
using Pruning.Diagnostics;
using Pruning.Graphs;

namespace Pruning.Yolo;

/// <summary>YOLOv5's architectures by name, with fresh weights.</summary>
public static class YoloArchitecture
{
    private static readonly FrozenDictionary<string, YoloDesign> Designs = new (
        string Size,
        double Depth,
        double Width
    )[]
    {
        ("n", 0.33, 0.25),
        ("s", 0.33, 0.50),
        ("m", 0.67, 0.75),
        ("l", 1.0, 1.0),
        ("x", 1.33, 1.25),
    }
        .SelectMany(scale =>
            new[]
            {
                KeyValuePair.Create($"yolov5{scale.Size}", YoloDesign.Scale(YoloTable.P5, scale.Depth, scale.Width)),
                KeyValuePair.Create($"yolov5{scale.Size}6", YoloDesign.Scale(YoloTable.P6, scale.Depth, scale.Width)),
            }
        )
        .ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The known names, ordered: yolov5l, yolov5l6, yolov5m, …</summary>
    public static ImmutableArray<string> Names { get; } = [.. Designs.Keys.Order(StringComparer.Ordinal)];

    /// <summary>An architecture by its name.</summary>
    internal static YoloDesign DesignOf(string name) => Designs[name];

    /// <summary>One design for every structure that there is: widths do not shape a graph.</summary>
    internal static ImmutableArray<YoloDesign> StandardDesigns { get; } =
    [
        .. Designs
            .OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => pair.Value)
            .DistinctBy(design => (design.Table, string.Join(',', design.Repeats))),
    ];

    public static bool IsKnown(string name) => Designs.ContainsKey(name);

    /// <summary>A network with start weights, the same on every machine for the same name, classes and seed.</summary>
    /// <param name="name">For example <c>yolov5n</c>, in any case.</param>
    /// <param name="classNames">At least one.</param>
    /// <exception cref="PruneException">PRUNE1010: no architecture of that name.</exception>
    public static Network Create(string name, ImmutableArray<string> classNames, int seed)
    {
        if (!Designs.TryGetValue(name, out var design))
        {
            throw new PruneException(
                Codes.UnknownArchitecture,
                $"There is no architecture '{name}'. A base model is a file or one of "
                    + $"{string.Join(", ", Names)}; use one of these names."
            );
        }

        return Create(design, classNames, seed) with
        {
            Provenance = ImmutableSortedDictionary<string, string>
                .Empty.Add(ProvenanceKeys.BaseArchitecture, name.ToLowerInvariant())
                .Add(ProvenanceKeys.Head, ProvenanceKeys.Untrained)
                .Add(ProvenanceKeys.BaseSeed, seed.ToString(System.Globalization.CultureInfo.InvariantCulture)),
        };
    }

    internal static Network Create(YoloDesign design, ImmutableArray<string> classNames, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfZero(classNames.Length, nameof(classNames));
        var (graph, outputChannels) = YoloGraph.Build(design, classNames.Length, design.Table.Anchors);
        var parameters = ParameterInitializer.Initialize(graph, outputChannels, seed);
        return new Network(graph, parameters, classNames, ImmutableSortedDictionary<string, string>.Empty);
    }
}
