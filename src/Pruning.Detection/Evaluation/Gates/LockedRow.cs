using System.Text.Json.Serialization;

namespace Pruning.Evaluation.Gates;

/// <summary>One metric against its locked value.</summary>
/// <param name="Now">Null where it was not measured, which counts as worse.</param>
/// <param name="Allowed">What passes in any case; beyond it only what is not shown to be worse.</param>
/// <param name="Verdict">Compared with locked and allowed.</param>
public sealed record LockedRow(string Metric, double Locked, double? Now, double Allowed, LockedVerdict Verdict)
{
    /// <summary>Of an accuracy that was compared picture by picture; else null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public LockedInterval? Drop { get; init; }
}
