using System.Collections.Immutable;
using Pruning.Diagnostics;

namespace Pruning.Pipeline;

/// <summary>
/// Brings back items such as <c>KeepLayer Include="model.24.*"</c>: MSBuild reads the pattern as one over files, finds none, and drops the item.
/// </summary>
internal static class LayerPatterns
{
    private static readonly ImmutableArray<string> TypesOverLayers = ["KeepLayer", "LayerSparsity"];

    /// <exception cref="PruneException">PRUNE0106: the pattern's item depends on a condition or property, which only MSBuild can evaluate.</exception>
    public static ImmutableArray<ProjectItem> Recover(ImmutableArray<ProjectItem> items, ProjectSource source)
    {
        var recovered = items.ToBuilder();
        foreach (var (item, isConditional) in TypesOverLayers.SelectMany(source.WildcardItems))
        {
            if (items.Any(known => Same(known.Type, item.Type) && Same(known.Include, item.Include)))
                continue;
            if (isConditional)
                throw new PruneException(Codes.InvalidItem, $"{item.Type} '{item.Include}' has a wildcard and depends on a condition or a property; MSBuild takes the wildcard for a file pattern and drops the item, so whether it applies cannot be known. Name the layer without a wildcard ('model.2' covers all under it), or write the asterisk as %2A.", item.Location);
            recovered.Add(item);
        }

        return recovered.ToImmutable();
    }

    private static bool Same(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);
}
