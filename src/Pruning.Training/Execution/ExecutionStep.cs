using System.Collections.Immutable;
using Pruning.Execution.Fused;
using Pruning.Graphs;

namespace Pruning.Execution;

/// <summary>
/// One thing that a <see cref="TorchNetwork"/> does: a node, or a normalisation and the activation that alone reads it, taken
/// together.
/// </summary>
/// <param name="Node">The node whose output it makes.</param>
/// <param name="Norm">The normalisation taken together with it.</param>
internal sealed record ExecutionStep(Node Node, BatchNormNode? Norm)
{
    /// <summary>What it reads.</summary>
    public ImmutableArray<string> Inputs => Norm is null ? Node.Inputs : Norm.Inputs;

    /// <summary>A graph's steps in order.</summary>
    /// <param name="fuse">Whether normalisations and activations are taken together.</param>
    public static ImmutableArray<ExecutionStep> Plan(Graph graph, bool fuse)
    {
        var norms = fuse ? Fusible(graph) : [];
        var taken = norms.Values.Select(norm => norm.Name).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. graph
                .Nodes.Where(node => !taken.Contains(node.Name))
                .Select(node => new ExecutionStep(node, norms.GetValueOrDefault(node.Name))),
        ];
    }

    // By the activation's name.
    private static Dictionary<string, BatchNormNode> Fusible(Graph graph) =>
        graph
            .Nodes.OfType<ActivationNode>()
            .Where(activation => NormCall.Fusible(activation.Kind))
            .Select(activation => (activation.Name, Norm: graph[activation.Input] as BatchNormNode))
            .Where(pair =>
                pair.Norm is not null
                && graph.ConsumersOf(pair.Norm.Name).Length == 1
                && !graph.Outputs.Contains(pair.Norm.Name)
            )
            .ToDictionary(pair => pair.Name, pair => pair.Norm!, StringComparer.Ordinal);
}
