using System.Collections.Immutable;
using System.Text;
using Pruning.Evaluation;
using Pruning.Evaluation.Gates;

namespace Pruning.Fuzzing.Readers;

/// <summary>Amounts and gates as projects write them: a line an amount.</summary>
internal sealed class QuantityReader()
    : Reader("quantity", "Pruning.Evaluation.QuantityKind", "Pruning.Evaluation.Gates.GateMetric")
{
    private static readonly ImmutableArray<QuantityKind> Kinds = QuantityKind.All;

    public override string? Read(byte[] input, string folder) =>
        string.Join('\n', Encoding.UTF8.GetString(input).Split('\n').Select(Line));

    private static string Line(string line) =>
        $"{GateMetric.TryParse(line)} "
        + $"{string.Join(' ', Kinds.Select(kind => kind.TryParse(line, out var value) ? $"{value:R}" : "-"))}";
}
