using System.Collections.Immutable;
using Pruning.Diagnostics;
using Pruning.Graphs;

namespace Pruning.Pruners.Sensitivity;

/// <summary>
/// Measures sensitivity (Li et al., "Pruning Filters for Efficient ConvNets", ICLR 2017): one group after another is
/// cut to a few widths, everything else whole. Goes on where it was stopped.
/// </summary>
/// <param name="measure">The accuracy of a cut network.</param>
public sealed class SensitivityProbe(
    Network network,
    PlanningOptions options,
    Func<Network, SensitivityAccuracy> measure
)
{
    private readonly CouplingMap _map = Coupling.Analyze(network);

    /// <param name="key">Changes with anything that the figures depend on.</param>
    /// <param name="sparsities">The shares to remove, each above 0 and below 1.</param>
    /// <param name="file">Kept up to date after each point, and read first.</param>
    /// <param name="report">Told what is done and the share of all.</param>
    /// <exception cref="PruneException">PRUNE4004: nothing is free. PRUNE4006: a pattern matches nothing.</exception>
    public SensitivityReport Run(
        string key,
        ImmutableArray<double> sparsities,
        string file,
        Action<string, double?> report,
        CancellationToken cancellation
    )
    {
        var rankings = GroupRanking.Rank(network, _map, options);
        var freedom = GroupFreedom.Determine(network.Graph, _map, rankings, options);
        var result = SensitivityReport.Load(file, key) ?? Empty(key, freedom, sparsities);
        var total = 1 + result.Groups.Sum(group => group.Points.Length);
        var done = result.Groups.Sum(group => group.Points.Count(point => point.Accuracy is not null));
        if (result.Baseline is null)
            Keep(result with { Baseline = Measured(network, "whole network", 0) });
        for (var index = 0; index < result.Groups.Length; index++)
        {
            for (var point = 0; point < result.Groups[index].Points.Length; point++)
            {
                var (group, kept) = (result.Groups[index], result.Groups[index].Points[point].Kept);
                if (group.Points[point].Accuracy is not null)
                    continue;
                var accuracy = Measured(
                    Cut(group, kept, rankings),
                    $"'{group.Name}' at {kept} of {group.Count}",
                    ++done
                );
                Keep(
                    result with
                    {
                        Groups = result.Groups.SetItem(
                            index,
                            group with
                            {
                                Points = group.Points.SetItem(point, new SensitivityPoint(kept, accuracy)),
                            }
                        ),
                    }
                );
            }
        }

        return result;

        void Keep(SensitivityReport next)
        {
            result = next;
            result.Save(file);
        }

        SensitivityAccuracy Measured(Network cut, string what, int before)
        {
            cancellation.ThrowIfCancellationRequested();
            report(what, (double)before / total);
            return measure(cut);
        }
    }

    private SensitivityReport Empty(string key, GroupFreedom[] freedom, ImmutableArray<double> sparsities)
    {
        var groups = _map
            .Groups.Zip(freedom)
            .Where(pair => pair.Second.HeldBecause is null)
            .Select(pair => new GroupSensitivity(
                pair.First.Name,
                pair.First.Count,
                [
                    .. sparsities
                        .Order()
                        .Select(share => Math.Max(1, (int)Math.Round(pair.First.Count * (1 - share))))
                        .Where(kept => kept < pair.First.Count)
                        .Distinct()
                        .Select(kept => new SensitivityPoint(kept, null)),
                ]
            ));
        return new SensitivityReport(
            SensitivityReport.CurrentVersion,
            key,
            options.Importance,
            Math.Max(options.Image.Height, options.Image.Width),
            null,
            [.. groups]
        );
    }

    private Network Cut(GroupSensitivity cut, int kept, GroupRanking?[] rankings)
    {
        var groups = _map.Groups.Select(
            (group, index) =>
                new GroupPlan(
                    group.Name,
                    group.Count,
                    group.Name == cut.Name
                        ? [.. rankings[index]!.Order.Take(kept).Order()]
                        : [.. Enumerable.Range(0, group.Count)]
                )
        );
        return Surgery.Prune(
            network,
            new PrunePlan(options.Importance, options.Image, "1", 0, default, default, [.. groups], [])
        );
    }
}
