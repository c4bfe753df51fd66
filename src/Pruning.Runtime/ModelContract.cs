using System.Globalization;
using System.Text.Json;
using Microsoft.ML.OnnxRuntime;

namespace Pruning.Runtime;

/// <summary>What a detector's file says of its input and output.</summary>
/// <param name="Input">The name of <c>[B, 3, H, W]</c>.</param>
/// <param name="Output">
/// The name of <c>[B, N, 5 + C]</c>; of <c>[1, M, 6]</c> where suppression is in the file.
/// </param>
/// <param name="Batch">Pictures that a run takes; null where any number may be.</param>
/// <param name="Rows">N, or M.</param>
/// <param name="Columns">5 + C, or 6.</param>
/// <param name="SuppressesItself">Whether suppression is in the file.</param>
/// <param name="Labels">The classes' names; their numbers where the file has none.</param>
/// <param name="F1Confidence">Where the build measured the best F1; null where it did not.</param>
internal sealed record ModelContract(
    string Input,
    string Output,
    int? Batch,
    int Height,
    int Width,
    int Rows,
    int Columns,
    bool SuppressesItself,
    IReadOnlyList<string> Labels,
    float? F1Confidence
)
{
    private const int InputRank = 4;
    private const int OutputRank = 3;
    private const int Channels = 3;

    /// <summary>Sides beyond this, in pixels, are not believed.</summary>
    private const int LargestSide = 8192;

    /// <summary>Nor are runs that take or give more numbers: 2 GiB.</summary>
    private const long MostNumbers = 1 << 29;

    /// <param name="suppressed">Whether the file suppresses itself.</param>
    /// <exception cref="DetectorException">PRUNE7502: it is a model of another kind.</exception>
    public static ModelContract Read(InferenceSession session, bool suppressed = false)
    {
        var (input, shape) = Single(session.InputMetadata, "input");
        var (output, result) = Single(session.OutputMetadata, "output");
        if (shape is not [var batch, Channels, var height, var width])
            throw Wrong($"its input '{input}' is [{Text(shape)}], not [batch, {Channels}, height, width]");
        if (height is < 1 or > LargestSide || width is < 1 or > LargestSide)
            throw Wrong($"its input '{input}' is [{Text(shape)}], and pictures need a fixed size");
        var least = suppressed ? FileSuppression.Columns : BoxSelection.FirstClass + 1;
        if (result is not [_, var rows, var columns] || rows < 1 || columns < least)
            throw Wrong(
                $"its output '{output}' is [{Text(result)}], not [batch, boxes, {BoxSelection.FirstClass} + classes]"
            );
        var pictures = Math.Max(batch, 1);
        if (
            pictures > MostNumbers / ((long)Channels * height * width)
            || pictures > MostNumbers / ((long)rows * columns)
        )
            throw Wrong($"a run takes [{Text(shape)}] and gives [{Text(result)}], more than any memory is worth");
        var properties = session.ModelMetadata.CustomMetadataMap;
        return new ModelContract(
            input,
            output,
            batch < 1 ? null : batch,
            height,
            width,
            rows,
            columns,
            suppressed,
            suppressed ? Names(properties) ?? [] : LabelsOf(properties, columns - BoxSelection.FirstClass),
            ConfidenceOf(properties)
        );
    }

    /// <exception cref="ArgumentOutOfRangeException">So many pictures take more than any memory is worth.</exception>
    public void CheckBatch(int pictures) =>
        ArgumentOutOfRangeException.ThrowIfGreaterThan(
            pictures,
            MostNumbers / Math.Max((long)Channels * Height * Width, (long)Rows * Columns)
        );

    private static (string Name, int[] Shape) Single(IReadOnlyDictionary<string, NodeMetadata> values, string what)
    {
        if (values.Count != 1)
            throw Wrong($"it has {values.Count} {what}s ({string.Join(", ", values.Keys)}), not one");
        var (name, value) = values.First();
        if (!value.IsTensor || value.ElementDataType != Microsoft.ML.OnnxRuntime.Tensors.TensorElementType.Float)
            throw Wrong($"its {what} '{name}' is no tensor of 32-bit floats");
        var rank = what == "input" ? InputRank : OutputRank;
        return value.Dimensions.Length == rank
            ? (name, value.Dimensions)
            : throw Wrong($"its {what} '{name}' is [{Text(value.Dimensions)}], and has not {rank} dimensions");
    }

    private static string[] LabelsOf(Dictionary<string, string> properties, int classes)
    {
        if (Names(properties) is { } names && names.Length == classes)
            return names;
        return [.. Enumerable.Range(0, classes).Select(index => index.ToString(CultureInfo.InvariantCulture))];
    }

    // Any program may have written it.
    private static string[]? Names(Dictionary<string, string> properties)
    {
        if (!properties.TryGetValue("pruning.classes", out var json))
            return null;
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Array
                ? [.. document.RootElement.EnumerateArray().Select(name => name.GetString() ?? "")]
                : null;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static float? ConfidenceOf(Dictionary<string, string> properties) =>
        properties.TryGetValue("pruning.f1Confidence", out var text)
        && float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
        && value is >= 0 and <= 1
            ? value
            : null;

    private static string Text(int[] shape) =>
        string.Join(", ", shape.Select(size => size < 0 ? "?" : size.ToString(CultureInfo.InvariantCulture)));

    private static DetectorException Wrong(string what) =>
        new(
            DetectorException.ModelCode,
            $"The model is none that this package runs: {what}. Give a YOLOv5 detector as 'dotnet prune' or a build exports it, with the head in the file."
        );
}
