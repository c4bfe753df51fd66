using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Serialization;
using Pruning.Graphs;
using Pruning.Pruners;

namespace Pruning.Pipeline.Options;

/// <summary>
/// A cut and the training after it. A project has one, or under an iterative schedule several, each of which goes a
/// part of the way.
/// </summary>
/// <param name="Index">From 1.</param>
public sealed record PruningRound(int Index, int Count)
{
    /// <summary>A cut that goes the whole way.</summary>
    public static PruningRound Only { get; } = new(1, 1);

    [JsonIgnore]
    public bool IsLast => Index == Count;

    /// <summary>The round before.</summary>
    [JsonIgnore]
    public PruningRound Before => this with { Index = Index - 1 };

    public static ImmutableArray<PruningRound> All(int count) =>
        [.. Enumerable.Range(1, count).Select(index => new PruningRound(index, count))];

    /// <summary>The last round's steps bear the stages' names, those of earlier ones a number behind them.</summary>
    public string NameOf(string step) => IsLast ? step : string.Create(CultureInfo.InvariantCulture, $"{step}-{Index}");

    /// <summary>
    /// This round's part of a project's epochs: all alike, and what does not divide goes to the last.
    /// </summary>
    public int EpochsOf(int epochs) => IsLast ? epochs - (epochs / Count * (Count - 1)) : epochs / Count;

    /// <param name="dense">The network before the first round.</param>
    public PruneRound? Of(Network dense) => Count == 1 ? null : new PruneRound(Index, Count, dense);
}
