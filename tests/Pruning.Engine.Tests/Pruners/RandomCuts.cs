using System.Collections.Immutable;
using Pruning.Graphs;

namespace Pruning.Pruners;

/// <summary>Random legal cuts, and the dense network that such a cut must equal.</summary>
internal static class RandomCuts
{
    public static PrunePlan Of(Network network, Random random, int size)
    {
        var groups = Coupling
            .Analyze(network)
            .Groups.Select(group =>
            {
                var kept = group.IsHeld ? group.Count : random.Next(1, group.Count + 1);
                var atoms = Enumerable.Range(0, group.Count).OrderBy(_ => random.Next()).Take(kept).Order();
                return new GroupPlan(group.Name, group.Count, [.. atoms]);
            });
        return new PrunePlan(Importance.Random, Extent.Square(size), "1", 0, default, default, [.. groups], []);
    }

    /// <summary>
    /// Norms of removed channels at weight and bias zero, filters and biases likewise: every activation gives zero for
    /// zero.
    /// </summary>
    public static ParameterSet Zeroed(Network network, PrunePlan plan)
    {
        var changed = new Dictionary<string, Parameter>();
        foreach (var (group, planned) in Coupling.Analyze(network).Groups.Zip(plan.Groups))
        {
            var kept = planned.Kept.ToHashSet();
            foreach (var member in group.Members.Where(member => member.Role != GroupRole.Consumer))
            {
                foreach (var suffix in new[] { "weight", "bias" })
                    Clear($"{member.Layer}.{suffix}", member, kept);
            }
        }

        return network.Parameters.With(changed.Values);

        void Clear(string name, GroupMember member, HashSet<int> kept)
        {
            if (!network.Parameters.TryGet(name, out var parameter))
                return;
            parameter = changed.GetValueOrDefault(name) ?? (parameter with { Values = [.. parameter.Values] });
            changed[name] = parameter;
            var size = parameter.Values.Length / parameter.Shape[0];
            foreach (var (position, atom) in member.Positions.Zip(member.Atoms))
            {
                if (!kept.Contains(atom))
                    parameter.Values.AsSpan(position * size, size).Clear();
            }
        }
    }
}
