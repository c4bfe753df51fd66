using System.Collections.Immutable;
using System.Text.Json;
using Google.Protobuf;
using Pruning.Diagnostics;
using Pruning.Graphs;
using Pruning.Onnx.Schema;

namespace Pruning.Onnx.Quantization;

/// <summary>
/// A detector's file of 32-bit floats with the range of each of its values, from which files that compute with bytes
/// are made: any of its layers may stay in floats.
/// </summary>
public sealed class CalibratedModel
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly ModelProto _model;

    internal CalibratedModel(
        byte[] onnx,
        ModelProto model,
        string name,
        ImmutableArray<QuantizableLayer> layers,
        IReadOnlyDictionary<string, AffineRange> ranges,
        Extent? size,
        int images
    ) => (Onnx, _model, Name, Layers, Ranges, Size, Images) = (onnx, model, name, layers, ranges, size, images);

    /// <summary>The file of floats.</summary>
    public byte[] Onnx { get; }

    /// <summary>How messages call it.</summary>
    public string Name { get; }

    /// <summary>Height and width of the pictures; null where the file leaves them open.</summary>
    public Extent? Size { get; }

    /// <summary>Convolutions that can compute with bytes, in the file's order.</summary>
    public ImmutableArray<QuantizableLayer> Layers { get; }

    /// <summary>On how many different pictures the ranges were found.</summary>
    public int Images { get; }

    /// <summary>Each value's own range.</summary>
    internal IReadOnlyDictionary<string, AffineRange> Ranges { get; }

    /// <summary>What becomes bytes where nothing stays in floats that need not.</summary>
    internal QuantizableGraph Plan() => new(_model.Graph, Name, ImmutableHashSet<string>.Empty);

    /// <summary>Makes a file that computes with bytes; what it takes and gives stays as it was.</summary>
    /// <param name="keptFloat">Layers to leave as they are, by name.</param>
    /// <param name="weightBits">
    /// Of a weight, its sign among them: 8, or 7 for processors that add two products in 16 bits, which two of 8 bits
    /// overflow.
    /// </param>
    /// <exception cref="PruneException">PRUNE6007; PRUNE4006: a name is none of a layer.</exception>
    public QuantizedModel Quantize(IReadOnlySet<string> keptFloat, int weightBits = WeightBits.Most)
    {
        var model = _model.Clone();
        var plan = new QuantizableGraph(model.Graph, Name, keptFloat);
        RefuseUnknown(keptFloat, plan);
        var ranges = plan.Share(Ranges);
        new QdqWriter(model.Graph, plan, ranges, weightBits).Write();
        model.MetadataProps.Add(
            new StringStringEntryProto
            {
                Key = OnnxQuantizer.QuantizationKey,
                Value = JsonSerializer.Serialize(new Property(8, weightBits, Images, plan.FloatLayers), Json),
            }
        );
        var onnx = model.ToByteArray();
        return new QuantizedModel(
            onnx,
            weightBits,
            [.. plan.Layers.Select(layer => layer.Name)],
            plan.FloatLayers,
            ranges.ToImmutableSortedDictionary(StringComparer.Ordinal),
            Images
        )
        {
            Slow = new(() => RuntimeArithmetic.FloatLayersOf(onnx, Name, plan.Layers)),
        };
    }

    private sealed record Property(int Bits, int WeightBits, int CalibrationImages, ImmutableArray<string> FloatLayers);

    private void RefuseUnknown(IReadOnlySet<string> keptFloat, QuantizableGraph plan)
    {
        if (keptFloat.FirstOrDefault(layer => !plan.FloatLayers.Contains(layer)) is { } unknown)
            throw new PruneException(
                Codes.LayerPatternMatchesNothing,
                $"'{Name}' has no convolution '{unknown}' that could stay in floats. "
                    + $"Name one of its layers.{Suggestion.Sentence(unknown, [.. plan.Layers.Select(layer => layer.Name)])}"
            );
    }
}

/// <summary>A convolution that can compute with bytes.</summary>
/// <param name="Name">Of its weights, without <c>.weight</c>.</param>
/// <param name="Work">Its multiplications for a picture, of all such layers' together: 0 to 1.</param>
public sealed record QuantizableLayer(string Name, double Work);
