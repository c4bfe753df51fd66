using System.Collections.Immutable;

namespace Pruning.Graphs;

/// <summary>
/// A named array of 32-bit floats in host memory, row-major. Treat <see cref="Values"/> as read-only: sets share them.
/// </summary>
/// <param name="Name">The state-dict name, for example <c>model.0.conv.weight</c>.</param>
/// <param name="Shape">Sizes, outermost first; their product is the number of values.</param>
public sealed record Parameter(string Name, ImmutableArray<int> Shape, float[] Values)
{
    public static Parameter Filled(string name, float value, params ReadOnlySpan<int> shape)
    {
        var values = new float[CountOf(shape)];
        Array.Fill(values, value);
        return new Parameter(name, [.. shape], values);
    }

    public static int CountOf(ReadOnlySpan<int> shape)
    {
        var count = 1;
        foreach (var size in shape)
            count = checked(count * size);
        return count;
    }
}
