using System.Collections.Immutable;
using System.Globalization;
using Pruning.Checkpoints.Pickling;
using Pruning.Graphs;
using Pruning.Graphs.Import;

namespace Pruning.Checkpoints.Torch;

/// <summary>What a training checkpoint tells about its own making.</summary>
internal static class CheckpointFacts
{
    public static ImmutableSortedDictionary<string, string> Read(PickleDictionary? checkpoint)
    {
        var facts = ImmutableSortedDictionary<string, string>.Empty;
        if (checkpoint?["epoch"] is long and >= 0 and var epoch)
            facts = facts.SetItem(ProvenanceKeys.TorchEpoch, epoch.ToString(CultureInfo.InvariantCulture));
        if (checkpoint?["date"] is string date)
            facts = facts.SetItem(ProvenanceKeys.TorchDate, CheckpointErrors.Quote(date));
        return facts;
    }
}
