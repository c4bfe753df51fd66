using System.Collections.Immutable;

namespace Pruning.Graphs;

/// <summary>
/// A whole model as data: structure, parameters, class names and where it came from. Immutable; every stage makes a new one.
/// Loading, training, cutting, quantizing and exporting all take and give this.
/// </summary>
/// <param name="ClassNames">One a class, in order; as many as the head's classes.</param>
/// <param name="Provenance">Free key-value facts that travel with the model (base model, its hash, stage, engine version).</param>
public sealed record Network(
    Graph Graph,
    ParameterSet Parameters,
    ImmutableArray<string> ClassNames,
    ImmutableSortedDictionary<string, string> Provenance)
{
    /// <summary>The head's largest stride in pixels: image sizes are multiples of it. 1 for a network without a head.</summary>
    public int MaximumStride => Graph.Detect is { } detect ? detect.Strides.Max() : 1;
}
