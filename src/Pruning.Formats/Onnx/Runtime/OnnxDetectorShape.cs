using Microsoft.ML.OnnxRuntime;
using Pruning.Diagnostics;
using Pruning.Graphs;

namespace Pruning.Onnx.Runtime;

/// <summary>
/// The inputs and outputs that make an ONNX model a YOLOv5 detector, checked. Null where the model leaves a size open.
/// </summary>
/// <param name="Input">Takes <c>[Batch, 3, height, width]</c>.</param>
/// <param name="Output">Gives <c>[Batch, Candidates, Columns]</c>.</param>
/// <param name="Columns">5 + classes.</param>
/// <param name="Takes">
/// How it writes pictures: 32-bit floats, 16-bit ones as YOLOv5's <c>--half</c> makes it, or bytes as quantization
/// does.
/// </param>
/// <param name="Gives">Likewise its boxes.</param>
internal sealed record OnnxDetectorShape(
    string Input,
    string Output,
    int? Batch,
    Extent? Size,
    int? Candidates,
    int? Columns,
    OnnxElement Takes,
    OnnxElement Gives
)
{
    /// <summary>Bounds beyond which a file is taken for damaged or hostile rather than large.</summary>
    private const int MaximumBatch = 4096,
        MaximumSide = 8192,
        MaximumCandidates = 16_000_000,
        MaximumColumns = 100_000;

    /// <param name="model">The session's file.</param>
    /// <param name="name">How messages call the model.</param>
    /// <exception cref="PruneException">PRUNE7103.</exception>
    public static OnnxDetectorShape Read(InferenceSession session, byte[] model, string name)
    {
        var (input, image) = SingleInput(session, name);
        var (output, rows) = BoxesOutput(session, name);
        var batch = Open(image[0], MaximumBatch, "batch", name);
        var height = Open(image[2], MaximumSide, "height", name);
        var width = Open(image[3], MaximumSide, "width", name);
        Extent? size = height is { } h && width is { } w ? new Extent(h, w) : null;
        if (size is null && (height ?? width) is not null)
            throw NotADetector(name, $"its input '{input}' fixes only one of height and width, {Text(image)}");
        var columns = Open(rows[2], MaximumColumns, "number of columns", name);
        if (columns < HeadColumns.CountFor(1))
            throw NotADetector(
                name,
                $"its output '{output}' has {columns} columns where a box, objectness and at least one class "
                    + $"take {HeadColumns.CountFor(1)}"
            );
        var candidates = Open(rows[1], MaximumCandidates, "number of candidates", name);
        // Only bytes need the file to tell what they mean.
        var scales = new Lazy<OnnxByteScale>(() => new OnnxByteScale(OnnxFile.Parse(model, name).Graph, name));
        return new OnnxDetectorShape(
            input,
            output,
            batch,
            size,
            candidates,
            columns,
            TakenBy(session.InputMetadata[input], input, scales, name),
            GivenBy(session.OutputMetadata[output], output, scales, name)
        );
    }

    private static (string Name, int[] Shape) SingleInput(InferenceSession session, string name)
    {
        if (session.InputMetadata.Count != 1)
            throw NotADetector(name, $"it takes {session.InputMetadata.Count} inputs, and a detector takes one");
        var (input, metadata) = session.InputMetadata.Single();
        if (!IsRead(metadata))
            throw NotADetector(
                name,
                $"its input '{input}' takes {Kind(metadata)}, and 32- or 16-bit floats or bytes are given"
            );
        if (metadata.Dimensions is not [_, 3 or -1, _, _])
            throw NotADetector(
                name,
                $"its input '{input}' is {Text(metadata.Dimensions)}, which is not [batch, 3, height, width]"
            );
        return (input, metadata.Dimensions);
    }

    /// <summary>The decoded boxes; older YOLOv5 exports give the levels' raw maps besides.</summary>
    private static (string Name, int[] Shape) BoxesOutput(InferenceSession session, string name)
    {
        foreach (var output in session.OutputNames)
        {
            var metadata = session.OutputMetadata[output];
            if (IsRead(metadata) && metadata.Dimensions.Length == 3)
                return (output, metadata.Dimensions);
        }

        var given = string.Join(", ", session.OutputMetadata.Select(output => $"'{output.Key}' {Kind(output.Value)}"));
        var maps = session.OutputMetadata.Values.Any(output => output.IsTensor && output.Dimensions.Length is 4 or 5);
        throw NotADetector(
            name,
            $"none of its outputs ({given}) is a tensor of floats or bytes [batch, candidates, 5 + "
                + $"classes]{(maps ? "; it ends at raw maps, as files exported for training do, and those of heads that give landmarks or masks" : "")}"
        );
    }

    private static OnnxElement TakenBy(NodeMetadata metadata, string input, Lazy<OnnxByteScale> scales, string name)
    {
        if (OnnxElement.IsFloat(metadata.ElementDataType))
            return new OnnxElement(metadata.ElementDataType);
        return scales.Value.OfInput(input, metadata.ElementDataType, out var why)
            ?? throw NotADetector(
                name,
                $"it is quantized, and its input '{input}' takes {Kind(metadata)}: how pixels become such "
                    + $"integers cannot be told, for {why}. Quantize it with floats outside (quantize and dequantize "
                    + $"operators inside), or give the model that it was made from"
            );
    }

    private static OnnxElement GivenBy(NodeMetadata metadata, string output, Lazy<OnnxByteScale> scales, string name)
    {
        if (OnnxElement.IsFloat(metadata.ElementDataType))
            return new OnnxElement(metadata.ElementDataType);
        return scales.Value.OfOutput(output, metadata.ElementDataType, out var why)
            ?? throw NotADetector(
                name,
                $"it is quantized, and its output '{output}' is {Kind(metadata)}: what such integers mean cannot "
                    + $"be told, for {why}. Quantize it with floats outside, or give the model that it was made from"
            );
    }

    private static bool IsRead(NodeMetadata metadata) =>
        metadata.IsTensor
        && (OnnxElement.IsFloat(metadata.ElementDataType) || OnnxElement.IsByte(metadata.ElementDataType));

    private static int? Open(int size, int maximum, string what, string name) =>
        size switch
        {
            -1 => null,
            < 1 => throw NotADetector(name, $"its {what} is {size}"),
            _ when size > maximum => throw NotADetector(name, $"its {what} is {size}, beyond {maximum}"),
            _ => size,
        };

    private static string Kind(NodeMetadata metadata) =>
        metadata.IsTensor
            ? $"{metadata.ElementDataType} {Text(metadata.Dimensions)}"
            : metadata.OnnxValueType.ToString();

    private static string Text(int[] shape) =>
        $"[{string.Join(", ", shape.Select(size => size < 0 ? "any" : FormattableString.Invariant($"{size}")))}]";

    private static PruneException NotADetector(string name, string what) =>
        new(
            Codes.OnnxNotADetector,
            $"'{name}' is not a YOLOv5 detector: {what}. Its boxes cannot be read. Give a model that this tool "
                + $"or YOLOv5's own exporter wrote (one picture input, one output [batch, candidates, 5 + classes], no "
                + $"built-in non-maximum suppression)."
        );
}
