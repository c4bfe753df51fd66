using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Pruning.Diagnostics;
using Pruning.Graphs;
using Pruning.Pruners.Latency;

namespace Pruning.Pruners;

/// <summary>
/// Which channels of a network stay. Made by <see cref="PrunePlanner"/>, carried out by <see cref="Surgery"/>, kept as
/// JSON.
/// </summary>
/// <param name="Importance">The measure that ranked the channels.</param>
/// <param name="Image">The network input for which operations are counted, in pixels.</param>
/// <param name="ChannelMultiple">What counts were rounded to: a number, or "auto (16)" with what auto came to.</param>
/// <param name="MinimumKept">The least share that each group had to keep.</param>
/// <param name="Groups">Every group of the network, the uncut ones too.</param>
/// <param name="Layers">Every convolution, in graph order.</param>
/// <param name="Latency">Null where no target asked for it.</param>
public sealed record PrunePlan(
    Importance Importance,
    Extent Image,
    string ChannelMultiple,
    double MinimumKept,
    NetworkCost Before,
    NetworkCost After,
    ImmutableArray<GroupPlan> Groups,
    ImmutableArray<LayerPlan> Layers,
    PlannedLatency? Latency = null
)
{
    /// <summary>The share of operations removed, 0 to 1.</summary>
    public double FlopsReduction => 1 - ((double)After.Flops / Before.Flops);

    /// <summary>The share of trainable values removed, 0 to 1.</summary>
    public double ParametersReduction => 1 - ((double)After.Parameters / Before.Parameters);

    /// <summary>Whether nothing goes.</summary>
    [JsonIgnore]
    public bool IsEmpty => Groups.All(group => group.Kept.Length == group.Count);

    public string ToJson() => JsonSerializer.Serialize(this, PrunePlanJson.Options);

    /// <exception cref="PruneException">PRUNE4008: not a plan.</exception>
    public static PrunePlan FromJson(string json)
    {
        try
        {
            return
                JsonSerializer.Deserialize<PrunePlan>(json, PrunePlanJson.Options)
                    is { Groups.IsDefault: false, Layers.IsDefault: false } plan
                ? plan
                : throw new JsonException("groups or layers are missing");
        }
        catch (JsonException error)
        {
            throw new PruneException(
                Codes.PlanDoesNotFit,
                $"The prune plan cannot be read ({error.Message}), so no network can be cut by it. Make the plan "
                    + $"again.",
                inner: error
            );
        }
    }
}

/// <param name="Name">The coupling group's.</param>
/// <param name="Count">Atoms before.</param>
/// <param name="Kept">Ascending indexes of the atoms that stay.</param>
/// <param name="Reason">Why nothing of it could be cut, or null.</param>
public sealed record GroupPlan(string Name, int Count, ImmutableArray<int> Kept, string? Reason = null)
{
    public bool Equals(GroupPlan? other) =>
        other is not null
        && (Name, Count, Reason) == (other.Name, other.Count, other.Reason)
        && Kept.SequenceEqual(other.Kept);

    public override int GetHashCode() => HashCode.Combine(Name, Count, Kept.Length);
}

/// <summary>One convolution before and after.</summary>
public sealed record LayerPlan(
    string Layer,
    int InputsBefore,
    int InputsAfter,
    int OutputsBefore,
    int OutputsAfter,
    long FlopsBefore,
    long FlopsAfter
);
