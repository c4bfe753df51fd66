using Pruning.Graphs;
using Pruning.Onnx.Schema;

namespace Pruning.Onnx;

/// <summary>
/// Numbers that a graph computes from the shapes of its maps, for one size of picture. Exports with open sizes enlarge
/// a map to its own height and width times two, taken apart and put together again while they run: Shape, Gather, Cast,
/// Mul, Floor, Concat.
/// </summary>
internal sealed class OnnxShapeNumbers(OnnxConstants constants)
{
    private const int Longest = 16;

    private readonly Dictionary<string, double[]> _numbers = new(StringComparer.Ordinal);

    /// <summary>Whether a value is computed from a shape.</summary>
    public bool Contains(string value) => _numbers.ContainsKey(value);

    /// <summary>
    /// A short list of numbers, constant or computed; null where it is neither. NaN stands for what is not known, such
    /// as a count of channels.
    /// </summary>
    public double[]? Of(string value) => _numbers.GetValueOrDefault(value) ?? constants.NumbersOf(value);

    /// <summary>
    /// Notes what an operator computes, if it is one that computes with shapes; operators come in order.
    /// </summary>
    /// <param name="extents">Of the maps before it.</param>
    public void Note(NodeProto node, IReadOnlyDictionary<string, Extent> extents)
    {
        if (node.Output.Count == 1 && node.Input.Count > 0 && Compute(node, extents) is { Length: <= Longest } numbers)
            _numbers[node.Output[0]] = numbers;
    }

    private double[]? Compute(NodeProto node, IReadOnlyDictionary<string, Extent> extents)
    {
        if (node.OpType == "Shape")
            return extents.TryGetValue(node.Input[0], out var extent)
                ? Part(
                    [double.NaN, double.NaN, extent.Height, extent.Width],
                    Number(node, "start", 0),
                    Number(node, "end", int.MaxValue)
                )
                : null;
        if (!node.Input.Any(_numbers.ContainsKey))
            return null;
        var inputs = node.Input.Select(Of).ToArray();
        return inputs switch
        {
            [{ } first, ..] when node.OpType is "Identity" or "Unsqueeze" or "Squeeze" => first,
            [{ } first] => Alone(node, first),
            [{ } first, { } second] when node.OpType == "Gather" && Number(node, "axis", 0) == 0 => Picked(
                first,
                second
            ),
            [{ } first, { } second] when node.OpType is "Mul" or "Add" or "Sub" => Pairs(first, second, node.OpType),
            [{ } first, [var start], [var end], ..]
                when node.OpType == "Slice"
                    && inputs.Skip(3).All(list => list is [0 or 1])
                    && inputs.ElementAtOrDefault(3) is null or [0] => Part(first, start, end),
            _ when node.OpType == "Concat" && Number(node, "axis", 0) == 0 && inputs.All(list => list is not null) =>
            [
                .. inputs.SelectMany(list => list!),
            ],
            _ => null,
        };
    }

    private static double[]? Alone(NodeProto node, double[] numbers) =>
        node.OpType switch
        {
            "Cast" => IsWhole(Number(node, "to", 0)) ? Array.ConvertAll(numbers, Math.Truncate) : numbers,
            "Floor" => Array.ConvertAll(numbers, Math.Floor),
            "Ceil" => Array.ConvertAll(numbers, Math.Ceiling),
            "Slice"
                when Ints(node, "starts") is [var start]
                    && Ints(node, "ends") is [var end]
                    && Ints(node, "axes") is null or [0] => Part(numbers, start, end), // before operator set 10
            "Concat" => numbers,
            _ => null,
        };

    private static double[]? Picked(double[] numbers, double[] places) =>
        places.All(place => place >= -numbers.Length && place < numbers.Length)
            ? Array.ConvertAll(places, place => numbers[(int)(place < 0 ? place + numbers.Length : place)])
            : null;

    private static double[]? Pairs(double[] left, double[] right, string type)
    {
        if (left.Length != right.Length && left.Length != 1 && right.Length != 1)
            return null;
        return
        [
            .. Enumerable
                .Range(0, Math.Max(left.Length, right.Length))
                .Select(i => (left[left.Length == 1 ? 0 : i], right[right.Length == 1 ? 0 : i]))
                .Select(pair =>
                    type switch
                    {
                        "Mul" => pair.Item1 * pair.Item2,
                        "Add" => pair.Item1 + pair.Item2,
                        _ => pair.Item1 - pair.Item2,
                    }
                ),
        ];
    }

    private static double[] Part(double[] numbers, double start, double end)
    {
        var (first, last) = (Place(start), Place(end));
        return first < last ? numbers[first..last] : [];

        int Place(double at) => (int)Math.Clamp(at < 0 ? at + numbers.Length : at, 0, numbers.Length);
    }

    private static bool IsWhole(long type) =>
        type is (long)TensorProto.Types.DataType.Int32 or (long)TensorProto.Types.DataType.Int64;

    private static long Number(NodeProto node, string name, long otherwise) =>
        node.Attribute.FirstOrDefault(attribute => attribute.Name == name)?.I ?? otherwise;

    private static long[]? Ints(NodeProto node, string name) =>
        node.Attribute.FirstOrDefault(attribute => attribute.Name == name)?.Ints.ToArray();
}
