using System.Collections.Immutable;
using Pruning.Diagnostics;
using Pruning.Graphs;
using Pruning.Graphs.Import;
using Pruning.Onnx.Schema;

namespace Pruning.Onnx.Import;

/// <summary>
/// An ONNX file that is being imported: its operators by what they give, its constants, and the size that it is looked
/// at in.
/// </summary>
internal sealed class OnnxSource
{
    /// <summary>
    /// Where the file leaves the size open: not square, so that rows and columns cannot be mixed up; multiples of every
    /// stride up to 64.
    /// </summary>
    private static readonly Extent OpenSize = new(128, 192);

    private readonly Dictionary<string, NodeProto> _producers = new(StringComparer.Ordinal);
    private readonly IReadOnlyDictionary<string, Extent> _extents;
    private readonly OnnxShapeNumbers _numbers;

    public OnnxSource(string path, ModelProto model, OnnxConstants constants)
    {
        Path = path;
        Model = model;
        Constants = constants;
        foreach (var node in Graph.Node)
        {
            foreach (var output in node.Output)
                _producers[output] = node;
        }

        var inputs = Graph.Input.Where(input => !constants.Contains(input.Name)).ToList();
        if (inputs is not [var image] || image.Type?.TensorType?.Shape?.Dim is not { Count: 4 } sizes)
            throw CheckpointErrors.NotYolo(
                path,
                $"it takes {inputs.Count} inputs, where a detector takes one picture [batch, channels, height, width]"
            );
        Image = image.Name;
        Batch = Fixed(sizes[0], 1, 64);
        Channels = Fixed(sizes[1], 3, 64);
        (int height, int width) = (Fixed(sizes[2], 0, 8192), Fixed(sizes[3], 0, 8192));
        IsOpen = height == 0 || width == 0;
        Size = IsOpen ? OpenSize : new Extent(height, width);
        _extents = OnnxExtents.Infer(WithSize(Size), constants, out _numbers);
    }

    public string Path { get; }

    public ModelProto Model { get; }

    public OnnxConstants Constants { get; }

    public GraphProto Graph => Model.Graph;

    /// <summary>The input's name.</summary>
    public string Image { get; }

    /// <summary>Pictures that the file takes at a time; 1 where it leaves that open.</summary>
    public int Batch { get; }

    public int Channels { get; }

    /// <summary>Height and width that the file fixes, or else a size to look at it in.</summary>
    public Extent Size { get; }

    /// <summary>Whether the file leaves height or width open.</summary>
    public bool IsOpen { get; }

    /// <summary>Whether the file is ours, where names are those of the network's own nodes.</summary>
    public bool IsOurs => Model.ProducerName == OnnxMetadata.ProducerName;

    /// <summary>Whether a map's size inside is a constant, so that no other size of picture can be run.</summary>
    public bool FixesMaps =>
        Graph.Node.Any(node =>
            node.OpType == "Resize" && node.Input.Count > 3 && Constants.Contains(Origin(node.Input[3]))
        );

    /// <summary>
    /// A short list of numbers: a constant, or computed from the shape of a map, for a picture of <see cref="Size"/>.
    /// </summary>
    public double[]? NumbersOf(string value) => _numbers.Of(value) ?? Constants.NumbersOf(Origin(value));

    /// <summary>Whether a value is a map's shape or computed from it, and so no map itself.</summary>
    public bool IsShape(string value) => _numbers.Contains(value);

    public NodeProto? ProducerOf(string value) => _producers.GetValueOrDefault(value);

    /// <summary>The size of a map, for a picture of <see cref="Size"/>; null where it cannot be told.</summary>
    public Extent? ExtentOf(string value) => _extents.TryGetValue(value, out var extent) ? extent : null;

    /// <summary>
    /// The value that an operator without effect (Identity, Dropout, a cast of what is 32-bit already) hands on.
    /// </summary>
    public string Origin(string value)
    {
        for (var steps = 0; steps < Graph.Node.Count; steps++)
        {
            if (ProducerOf(value) is not { OpType: "Identity" or "Dropout" or "Cast", Input.Count: > 0 } node)
                return value;
            if (
                node.OpType == "Cast"
                && node.Attribute.FirstOrDefault(attribute => attribute.Name == "to")?.I
                    != (long)TensorProto.Types.DataType.Float
            )
                return value;
            value = node.Input[0];
        }

        return value;
    }

    /// <param name="why">Completes "the operator X at 'Y'".</param>
    public PruneException Unsupported(NodeProto node, string why) =>
        CheckpointErrors.UnsupportedOperator(
            Path,
            node.OpType,
            node.Name.Length > 0 ? node.Name : node.Output.FirstOrDefault() ?? "",
            why
        );

    private GraphProto WithSize(Extent size)
    {
        var graph = new GraphProto();
        graph.Node.AddRange(Graph.Node);
        graph.Input.Add(OnnxPart.Float(Image, [Batch, Channels, size.Height, size.Width]));
        return graph;
    }

    private int Fixed(TensorShapeProto.Types.Dimension size, int open, int most) =>
        size.DimValue switch
        {
            0 => open,
            > 0 and var length when length <= most => (int)length,
            _ => throw CheckpointErrors.NotYolo(
                Path,
                $"its input '{CheckpointErrors.Quote(Graph.Input[0].Name)}' has a size of {size.DimValue}"
            ),
        };
}
