using System.Globalization;
using Pruning.Diagnostics;
using Pruning.Graphs;

namespace Pruning.Slimming;

/// <summary>
/// Removes channels physically: a convolution loses the filters of its own removed channels and the slices that read its inputs' removed
/// ones; batch norms and biases follow. Structure stays, except that grouped convolutions lose groups. The result is an ordinary network.
/// </summary>
public static class Surgery
{
    /// <exception cref="PruneException">PRUNE4008: the plan was made for another network.</exception>
    public static Network Cut(Network network, PrunePlan plan)
    {
        var map = Coupling.Analyze(network);
        var kept = KeptAtoms(map, plan);
        var changed = new List<Parameter>();
        var nodes = network.Graph.Nodes.Select(node => Cut(node, network.Parameters, map, kept, changed)).ToList();
        var result = network with
        {
            Graph = new Graph(nodes, network.Graph.Outputs),
            Parameters = network.Parameters.With(changed),
        };
        // Proves that what was cut fits together.
        ShapeInference.Infer(result.Graph, result.Parameters, plan.Image.Height, plan.Image.Width);
        return result;
    }

    private static Node Cut(Node node, ParameterSet parameters, CouplingMap map, bool[][] kept, List<Parameter> changed)
    {
        switch (node)
        {
            case ConvolutionNode convolution:
                return Cut(convolution, parameters, map, kept, changed);
            case BatchNormNode norm:
                var channels = KeptPositions(map, norm.Name, kept);
                changed.AddRange(ShapeInference.BatchNormParameters.Select(suffix => parameters[$"{norm.Name}.{suffix}"].Select(channels)));
                return norm;
            default:
                return node;
        }
    }

    private static ConvolutionNode Cut(ConvolutionNode node, ParameterSet parameters, CouplingMap map, bool[][] kept, List<Parameter> changed)
    {
        var outputs = KeptPositions(map, node.Name, kept);
        var inputs = KeptPositions(map, node.Input, kept);
        var weight = parameters[$"{node.Name}.weight"];
        if (node.HasBias)
            changed.Add(parameters[$"{node.Name}.bias"].Select(outputs));
        if (node.Groups == 1)
        {
            changed.Add(weight.Select(outputs, inputs));
            return node;
        }

        // Whole groups go: the filters of the others keep all their inputs.
        changed.Add(weight.Select(outputs));
        return node with { Groups = inputs.Length / weight.Shape[1] };
    }

    private static int[] KeptPositions(CouplingMap map, string node, bool[][] kept)
    {
        var places = map.OutputOf(node);
        return [.. Enumerable.Range(0, places.Length).Where(position => kept[places[position].Group][places[position].Atom])];
    }

    private static bool[][] KeptAtoms(CouplingMap map, PrunePlan plan)
    {
        if (plan.Groups.Length != map.Groups.Length)
            throw Misfit($"it has {plan.Groups.Length} channel groups, the network {map.Groups.Length}");
        return [.. map.Groups.Zip(plan.Groups, KeptAtoms)];
    }

    private static bool[] KeptAtoms(CouplingGroup group, GroupPlan plan)
    {
        if (plan.Name != group.Name || plan.Count != group.Count)
            throw Misfit(string.Create(CultureInfo.InvariantCulture, $"it expects {plan.Count} channels in '{plan.Name}', the network has {group.Count} in '{group.Name}'"));
        if (plan.Kept.IsDefaultOrEmpty || plan.Kept[0] < 0 || plan.Kept[^1] >= group.Count || !plan.Kept.Zip(plan.Kept.Skip(1)).All(pair => pair.First < pair.Second))
            throw Misfit($"the channels that it keeps of '{group.Name}' are none, out of range or out of order");
        if (group.IsHeld && plan.Kept.Length != group.Count)
            throw Misfit($"it cuts '{group.Name}', but {group.Holds[0]}");
        var kept = new bool[group.Count];
        foreach (var atom in plan.Kept)
            kept[atom] = true;
        return kept;
    }

    private static PruneException Misfit(string what) =>
        new(Codes.PlanDoesNotFit, $"The prune plan is not for this network: {what}. Cutting would make another network than was planned; make the plan again.");
}
