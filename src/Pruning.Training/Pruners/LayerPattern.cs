using System.IO.Enumeration;
using Pruning.Diagnostics;
using Pruning.Graphs;

namespace Pruning.Pruners;

/// <summary>
/// A glob over layer names: <c>*</c> any characters, <c>?</c> one. It matches a layer if it matches its name or any
/// dotted prefix of it, so <c>model.0</c> and <c>model.0.*</c> both mean <c>model.0.conv</c>, and <c>model.1</c> does
/// not mean <c>model.10.conv</c>.
/// </summary>
public sealed record LayerPattern(string Text)
{
    public bool Matches(string layer)
    {
        for (var end = layer.IndexOf('.', StringComparison.Ordinal); end >= 0; end = layer.IndexOf('.', end + 1))
        {
            if (FileSystemName.MatchesSimpleExpression(Text, layer.AsSpan(0, end), ignoreCase: false))
                return true;
        }

        return FileSystemName.MatchesSimpleExpression(Text, layer, ignoreCase: false);
    }

    /// <exception cref="PruneException">PRUNE4006: no layer matches.</exception>
    public void RequireMatch(Graph graph, string item, SourceLocation? location)
    {
        if (graph.Nodes.Any(node => node is not InputNode && Matches(node.Name)))
            return;
        var names = graph.Nodes.OfType<ConvolutionNode>().Select(node => node.Name).ToList();
        throw new PruneException(
            Codes.LayerPatternMatchesNothing,
            $"{item} '{Text}' matches none of the network's layers, so it would have no effect. Layers are named "
                + $"from '{names.FirstOrDefault()}' to '{names.LastOrDefault()}'; 'dotnet prune inspect' lists them.",
            location
        );
    }

    public override string ToString() => Text;
}
