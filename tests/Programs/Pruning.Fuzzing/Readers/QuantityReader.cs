using System.Text;
using Pruning.Evaluation;
using Pruning.Evaluation.Gates;
using Pruning.Pipeline.Options;

namespace Pruning.Fuzzing.Readers;

/// <summary>Amounts and gates as projects write them: a line an amount.</summary>
internal sealed class QuantityReader()
    : Reader("quantity", "Pruning.Pipeline.Options.Quantity", "Pruning.Evaluation.Gates.GateMetric")
{
    private static readonly QuantityKind[] Kinds = Enum.GetValues<QuantityKind>();

    public override string? Read(byte[] input, string folder) =>
        string.Join('\n', Encoding.UTF8.GetString(input).Split('\n').Select(Line));

    private static string Line(string line) =>
        $"{GateMetric.TryParse(line)} "
        + $"{string.Join(' ', Kinds.Select(kind => Quantity.TryParse(line, kind, out var value) ? $"{value:R}" : "-"))}";
}
