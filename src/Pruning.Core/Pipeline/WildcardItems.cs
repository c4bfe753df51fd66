using System.Collections.Immutable;
using Pruning.Diagnostics;
using Pruning.Pipeline.Options;

namespace Pruning.Pipeline;

/// <summary>
/// Brings back items such as <c>KeepLayer Include="model.24.*"</c> or <c>Gate Include="AP50/*"</c>: MSBuild reads the pattern as one over files,
/// finds none, and drops the item without a word (dotnet/msbuild#982). A gate that is lost so would let any model pass.
/// </summary>
internal static class WildcardItems
{
    /// <param name="sources">The project, and what it imports of the user's.</param>
    /// <exception cref="PruneException">PRUNE0106: the item depends on a condition, a property or a target, which only MSBuild can evaluate.</exception>
    public static ImmutableArray<ProjectItem> Recover(ImmutableArray<ProjectItem> items, IEnumerable<ProjectSource> sources)
    {
        var recovered = items.ToBuilder();
        foreach (var (item, isConditional) in sources.SelectMany(source => ItemCatalogue.All.SelectMany(kind => source.WildcardItems(kind.Type))))
        {
            if (items.Any(known => Same(known.Type, item.Type) && Same(known.Include, item.Include)))
                continue;
            if (isConditional)
                throw new PruneException(Codes.InvalidItem, $"{item.Type} '{item.Include}' has a wildcard and depends on a condition, a property or a target; MSBuild takes the wildcard for a file pattern and drops the item, so whether it applies cannot be known. Write {Escaped(item.Include)} instead, which MSBuild leaves alone.", item.Location);
            recovered.Add(item);
        }

        return recovered.ToImmutable();
    }

    private static string Escaped(string include) =>
        $"'{include.Replace("*", "%2A", StringComparison.Ordinal).Replace("?", "%3F", StringComparison.Ordinal)}'";

    private static bool Same(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);
}
