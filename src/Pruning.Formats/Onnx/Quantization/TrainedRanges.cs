using System.Collections.Immutable;
using System.Text.Json;
using Pruning.Graphs;
using Pruning.Onnx.Schema;

namespace Pruning.Onnx.Quantization;

/// <summary>
/// The ranges that a network was trained with, which travel in its provenance: through checkpoints into the files that
/// are exported from it, which need no calibration then.
/// </summary>
/// <param name="Images">On how many different pictures they were first found.</param>
/// <param name="Values">Scale and zero point of each value that becomes bytes.</param>
internal sealed record TrainedRanges(int Images, ImmutableSortedDictionary<string, ImmutableArray<double>> Values)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <returns>The network, which knows the ranges.</returns>
    public static Network Write(Network network, RoundingPlan plan) =>
        network with
        {
            Provenance = network.Provenance.SetItem(
                ProvenanceKeys.Ranges,
                JsonSerializer.Serialize(
                    new TrainedRanges(
                        plan.Images,
                        plan.Values.ToImmutableSortedDictionary(
                            value => value.Key,
                            value =>
                                ImmutableArray.Create<double>(value.Value.Range.Scale, value.Value.Range.ZeroPoint),
                            StringComparer.Ordinal
                        )
                    ),
                    Json
                )
            ),
        };

    /// <returns>Null where a file has none, or none for each of the values: they are those of another network.</returns>
    public static (Dictionary<string, AffineRange> Ranges, int Images)? Read(
        ModelProto model,
        IEnumerable<string> values
    )
    {
        if (
            !OnnxMetadata.Read(model).Provenance.TryGetValue(ProvenanceKeys.Ranges, out var text)
            || Parse(text) is not { } known
        )
            return null;
        var ranges = new Dictionary<string, AffineRange>(StringComparer.Ordinal);
        foreach (var value in values)
        {
            if (
                known.Values.GetValueOrDefault(value) is not { IsDefault: false } numbers
                || RangeOf(numbers) is not { } range
            )
                return null;
            ranges.Add(value, range);
        }

        return (ranges, known.Images);
    }

    private static TrainedRanges? Parse(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<TrainedRanges>(text, Json) is { Values: not null } ranges ? ranges : null;
        }
        catch (JsonException)
        {
            return null; // anybody may have written it
        }
    }

    private static AffineRange? RangeOf(ImmutableArray<double> numbers) =>
        numbers is [var scale, var zero]
        && scale is >= AffineRange.LeastScale and <= float.MaxValue
        && zero is >= 0 and <= byte.MaxValue
        && zero == Math.Floor(zero)
            ? new AffineRange((float)scale, (byte)zero)
            : null;
}
