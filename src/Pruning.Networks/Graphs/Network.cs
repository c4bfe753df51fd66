using System.Collections.Immutable;
using System.Globalization;

namespace Pruning.Graphs;

/// <summary>
/// A whole model as data: structure, parameters, class names and where it came from. Immutable; every stage makes a new
/// one. Loading, training, cutting, quantizing and exporting all take and give this.
/// </summary>
/// <param name="ClassNames">One a class, in order; as many as the head's classes.</param>
/// <param name="Provenance">
/// Free key-value facts that travel with the model (base model, its hash, stage, engine version).
/// </param>
public sealed record Network(
    Graph Graph,
    ParameterSet Parameters,
    ImmutableArray<string> ClassNames,
    ImmutableSortedDictionary<string, string> Provenance
)
{
    /// <summary>
    /// The head's largest stride in pixels: image sizes are multiples of it. 1 for a network without a head.
    /// </summary>
    public int MaximumStride => Graph.Detect is { } detect ? detect.Strides.Max() : 1;

    /// <summary>
    /// The side in pixels at which it was trained to look at pictures, where pruning has reduced that; null where it is
    /// the size of the model's input.
    /// </summary>
    public int? Resolution =>
        Provenance.TryGetValue(ProvenanceKeys.Resolution, out var text)
        && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var pixels)
        && pixels > 0
            ? pixels
            : null;

    /// <summary>The same network, which knows at which size it looks at pictures.</summary>
    /// <param name="pixels">Null for the size of the model's input.</param>
    public Network WithResolution(int? pixels) =>
        this with
        {
            Provenance = pixels is { } size
                ? Provenance.SetItem(ProvenanceKeys.Resolution, size.ToString(CultureInfo.InvariantCulture))
                : Provenance.Remove(ProvenanceKeys.Resolution),
        };
}
