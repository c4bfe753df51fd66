using Pruning.Graphs;

namespace Pruning.Pruners;

/// <summary>Selecting rows and columns of parameters.</summary>
internal static class ParameterSlices
{
    /// <summary>The given indexes of the first dimension: <c>[O, …]</c> to <c>[rows, …]</c>.</summary>
    public static Parameter Select(this Parameter parameter, int[] rows)
    {
        if (rows.Length == parameter.Shape[0])
            return parameter;
        var size = parameter.Values.Length / parameter.Shape[0];
        var values = new float[rows.Length * size];
        for (var i = 0; i < rows.Length; i++)
            parameter.Values.AsSpan(rows[i] * size, size).CopyTo(values.AsSpan(i * size));
        return parameter with { Shape = parameter.Shape.SetItem(0, rows.Length), Values = values };
    }

    /// <summary>The given indexes of the first two dimensions: <c>[O, I, …]</c> to <c>[rows, columns, …]</c>.</summary>
    public static Parameter Select(this Parameter parameter, int[] rows, int[] columns)
    {
        if (columns.Length == parameter.Shape[1])
            return parameter.Select(rows);
        var inputs = parameter.Shape[1];
        var size = parameter.Values.Length / parameter.Shape[0] / inputs;
        var values = new float[rows.Length * columns.Length * size];
        var next = 0;
        foreach (var row in rows)
        {
            foreach (var column in columns)
            {
                parameter.Values.AsSpan(((row * inputs) + column) * size, size).CopyTo(values.AsSpan(next));
                next += size;
            }
        }

        return parameter with
        {
            Shape = parameter.Shape.SetItem(0, rows.Length).SetItem(1, columns.Length),
            Values = values,
        };
    }
}
