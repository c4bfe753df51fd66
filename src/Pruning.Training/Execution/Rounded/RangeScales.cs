using System.Collections.Immutable;
using Pruning.Graphs;
using Pruning.Onnx.Quantization;

namespace Pruning.Execution.Rounded;

/// <summary>
/// The scales of ranges as parameters of a network while it is trained with rounded numbers: they are learnt, averaged
/// and kept like any other. Afterwards they are taken out, and the network tells its ranges.
/// </summary>
internal static class RangeScales
{
    private const string Suffix = ".range_scale";

    /// <summary>The parameter of a range.</summary>
    /// <param name="group">The name that stands for all maps with that range.</param>
    public static string NameOf(string group) => group + Suffix;

    /// <summary>Whether a parameter is a range's scale.</summary>
    public static bool IsScale(string name) => name.EndsWith(Suffix, StringComparison.Ordinal);

    /// <summary>The network with a parameter for each range; as it is where it has them.</summary>
    public static Network Attach(Network network, RoundingPlan plan)
    {
        var missing = plan
            .Values.Values.DistinctBy(value => value.Group)
            .Select(value => new Parameter(NameOf(value.Group), [1], [value.Range.Scale]))
            .Where(parameter => !network.Parameters.TryGet(parameter.Name, out _))
            .ToList();
        return missing.Count == 0 ? network : network with { Parameters = network.Parameters.With(missing) };
    }

    /// <summary>The network without those parameters, which tells its ranges instead.</summary>
    public static Network Detach(Network network, RoundingPlan plan)
    {
        var learnt = plan with
        {
            Values = plan.Values.ToImmutableSortedDictionary(
                value => value.Key,
                value =>
                    value.Value with
                    {
                        Range = value.Value.Range with { Scale = ScaleOf(network, value.Value.Group) },
                    },
                StringComparer.Ordinal
            ),
        };
        var plain = network with
        {
            Parameters = network.Parameters.Without(
                network
                    .Parameters.Select(parameter => parameter.Name)
                    .Where(IsScale)
                    .ToImmutableHashSet(StringComparer.Ordinal)
            ),
        };
        return TrainedRanges.Write(plain, learnt);
    }

    private static float ScaleOf(Network network, string group) =>
        Math.Max(network.Parameters[NameOf(group)].Values[0], AffineRange.LeastScale);
}
