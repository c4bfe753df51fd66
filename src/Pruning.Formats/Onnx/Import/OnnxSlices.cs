using Pruning.Onnx.Schema;

namespace Pruning.Onnx.Import;

/// <summary>
/// Puts together the slices of the older Focus stem, which exporters write as one operator an axis: every second row of
/// the picture, then every second column of that.
/// </summary>
internal sealed class OnnxSlices(OnnxSource source)
{
    private readonly Dictionary<string, Cut> _cuts = new(StringComparer.Ordinal);

    /// <summary>Whether the operator is a slice, which is remembered.</summary>
    public bool Accept(NodeProto node)
    {
        if (node.OpType != "Slice")
            return false;
        var input = source.Origin(node.Input[0]);
        var cut = _cuts.GetValueOrDefault(input) ?? new Cut(input, 0, 1, 0, 1);
        var lists = node.Input.Skip(1).Select(name => source.Constants.NumbersOf(source.Origin(name))).ToArray();
        if (
            lists is not [{ } starts, { } ends, { } axes, ..]
            || lists.Length > 4
            || starts.Length != axes.Length
            || ends.Length != axes.Length
        )
            throw source.Unsupported(node, "does not fix where it begins and ends");
        var steps =
            lists.Length == 4
                ? lists[3] ?? throw source.Unsupported(node, "does not fix its steps")
                : [.. starts.Select(_ => 1d)];
        for (var i = 0; i < axes.Length; i++)
            cut = Apply(node, cut, axes[i], starts[i], ends[i], i < steps.Length ? steps[i] : 1);
        _cuts[node.Output[0]] = cut;
        return true;
    }

    /// <summary>The whole slice that a value is, or null where it is none.</summary>
    public (string Input, int Row, int Column, int Step)? Find(string value)
    {
        if (!_cuts.TryGetValue(value, out var cut))
            return null;
        if (cut.RowStep != cut.ColumnStep)
            throw source.Unsupported(
                source.ProducerOf(value)!,
                $"takes every {cut.RowStep}. row and every {cut.ColumnStep}. column; only equal steps are known"
            );
        return (cut.Input, cut.Row, cut.Column, cut.RowStep);
    }

    private Cut Apply(NodeProto node, Cut cut, double axis, double start, double end, double step)
    {
        var size = source.ExtentOf(cut.Input);
        var length = axis is 2 or -2 ? size?.Height : size?.Width;
        if (
            axis is not (2 or 3 or -1 or -2)
            || start is not (>= 0 and < 16)
            || step is not (>= 1 and <= 16)
            || (end < (length ?? int.MaxValue) && end < 1 << 20)
        )
            throw source.Unsupported(
                node,
                FormattableString.Invariant(
                    $"takes {start}:{end}:{step} of axis {axis}, which is not every n-th pixel from near the edge"
                )
            );
        if (axis is 2 or -2)
            return cut is { Row: 0, RowStep: 1 }
                ? cut with
                {
                    Row = (int)start,
                    RowStep = (int)step,
                }
                : throw Twice(node);
        return cut is { Column: 0, ColumnStep: 1 }
            ? cut with
            {
                Column = (int)start,
                ColumnStep = (int)step,
            }
            : throw Twice(node);
    }

    private Diagnostics.PruneException Twice(NodeProto node) =>
        source.Unsupported(node, "slices what is sliced along that axis already");

    private sealed record Cut(string Input, int Row, int RowStep, int Column, int ColumnStep);
}
