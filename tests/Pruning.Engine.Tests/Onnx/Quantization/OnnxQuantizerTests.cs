using System.Collections.Immutable;
using Google.Protobuf;
using Pruning.Data;
using Pruning.Diagnostics;
using Pruning.Graphs;
using Pruning.Onnx.Runtime;
using Pruning.Onnx.Schema;

namespace Pruning.Onnx.Quantization;

/// <summary>Files that compute with bytes: near what they were made from, on the runtime's fast path, or refused.</summary>
public class OnnxQuantizerTests
{
    private const int Size = 64;

    private static int Columns => 5 + SmallNetworks.Detector(ActivationKind.SiLU).ClassNames.Length;

    [Theory]
    [InlineData(ActivationKind.SiLU)]
    [InlineData(ActivationKind.ReLU)]
    [InlineData(ActivationKind.LeakyReLU)]
    public void The_file_gives_nearly_what_it_gave_and_no_layer_stays_slow(ActivationKind activation)
    {
        var plain = Export(activation);
        var quantized = Quantize(plain);
        Assert.Empty(quantized.SlowLayers);
        Assert.NotEmpty(quantized.Layers);
        // The stem sees the picture, and the head's convolutions give the boxes.
        Assert.Contains("stem.conv", quantized.FloatLayers);
        Assert.DoesNotContain("wide.conv", quantized.FloatLayers);
        var (before, after) = (Detect(plain), Detect(quantized.Onnx));
        // A byte has 256 steps: what the last of a dozen layers makes of them lies within a few.
        var (difference, spread) = (Deviation(before, after), Deviation(before, new float[before.Length]));
        Assert.InRange(difference / spread, 1e-6, 0.05);
    }

    [Fact]
    public void The_same_pictures_give_the_same_bytes_and_the_file_says_how_it_was_made()
    {
        var plain = Export();
        var one = Quantize(plain);
        Assert.Equal(one.Onnx, Quantize(plain).Onnx);
        var told = ModelProto
            .Parser.ParseFrom(one.Onnx)
            .MetadataProps.Single(pair => pair.Key == "pruning.quantization");
        Assert.Contains("\"calibrationImages\":8", told.Value, StringComparison.Ordinal);
        Assert.Contains("stem.conv", told.Value, StringComparison.Ordinal);
        Assert.True(OnnxReader.Describe(one.Onnx, "quantized").Quantized);
    }

    [Fact]
    public void What_moves_and_joins_maps_has_one_range()
    {
        var ranges = Quantize(Export()).Ranges;
        Assert.Equal(ranges["both"], ranges["pool"]);
        Assert.Equal(ranges["both"], ranges["up"]);
        Assert.Equal(ranges["joined"], ranges["depth.act"]);
    }

    [Fact]
    public void A_layer_that_is_named_stays_in_floats()
    {
        var quantized = Quantize(Export(), keptFloat: "wide.conv");
        Assert.Contains("wide.conv", quantized.FloatLayers);
        Assert.DoesNotContain("wide.conv", quantized.Layers);
        Assert.Empty(quantized.SlowLayers);
        var unknown = Assert.Throws<PruneException>(() => Quantize(Export(), keptFloat: "wide.con"));
        Assert.Contains("Did you mean 'wide.conv'?", unknown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_map_of_floats_becomes_bytes_before_it_is_joined_with_bytes()
    {
        var quantized = Quantize(Export(), keptFloat: "depth.conv");
        Assert.Contains("depth.conv", quantized.FloatLayers);
        Assert.Equal(quantized.Ranges["joined"], quantized.Ranges["depth.act"]);
        Assert.Empty(quantized.SlowLayers);
        var joins = OnnxFile
            .Parse(OnnxSessions.Optimize(quantized.Onnx, "x"), "x")
            .Graph.Node.Where(node => node.OpType.EndsWith("Concat", StringComparison.Ordinal))
            .Select(node => node.OpType);
        Assert.Contains("QLinearConcat", joins);
    }

    [Fact]
    public void A_filter_that_went_to_zero_keeps_its_bias()
    {
        var model = ModelProto.Parser.ParseFrom(Export());
        var weights = model.Graph.Initializer.Single(constant => constant.Name == "down.conv.weight");
        weights.RawData = ByteString.CopyFrom(new byte[weights.RawData.Length]);
        var plain = model.ToByteArray();
        var quantized = Quantize(plain);
        Assert.Empty(quantized.SlowLayers);
        var before = Detect(plain);
        Assert.InRange(
            Deviation(before, Detect(quantized.Onnx)) / Deviation(before, new float[before.Length]),
            0,
            0.05
        );
    }

    [Fact]
    public void Few_pictures_or_copies_of_one_are_warned_of()
    {
        Assert.Empty(Warned(Pictures));
        Assert.Equal([Codes.FewCalibrationImages], Warned(_ => Pictures(null).Take(3)));
        Assert.Equal([Codes.FewCalibrationImages], Warned(_ => Enumerable.Repeat(0, 20).Select(_ => Picture(0))));

        static IEnumerable<DiagnosticCode> Warned(Func<Extent?, IEnumerable<ImageBatch>> pictures)
        {
            var diagnostics = new DiagnosticList();
            QuantizationWarnings.Report(
                OnnxQuantizer.Calibrate(Export(), "x", pictures, _ => { }, default).Quantize(NoNames),
                diagnostics
            );
            return diagnostics.Items.Select(one => one.Code);
        }
    }

    [Fact]
    public void Weights_of_seven_bits_stay_within_63_and_lie_further_from_floats()
    {
        var model = Calibrate(Export());
        var (eight, seven) = (model.Quantize(NoNames), model.Quantize(NoNames, WeightBits.Least));
        Assert.Equal((127, 63), (Largest(eight), Largest(seven)));
        Assert.Empty(seven.SlowLayers);
        Assert.InRange(Error(seven) / Error(eight), 1.1, 10);

        double Error(QuantizedModel quantized) =>
            OutputError.Between(Detect(model.Onnx), Detect(quantized.Onnx), Columns);

        static int Largest(QuantizedModel quantized) =>
            ModelProto
                .Parser.ParseFrom(quantized.Onnx)
                .Graph.Initializer.Where(constant => constant.DataType == (int)TensorProto.Types.DataType.Int8)
                .SelectMany(constant => constant.RawData.Select(value => Math.Abs((int)(sbyte)value)))
                .Max();
    }

    [Fact]
    public void Layers_are_told_apart_by_what_their_bytes_cost_at_the_output()
    {
        var model = Calibrate(Export());
        var all = model.Quantize(NoNames);
        List<ImageBatch> pictures = [.. Pictures(null)];
        var gains = LayerErrors.Measure(model, all, pictures, _ => { }, default);
        Assert.Equal(all.Layers.Order(), gains.Keys.Order());
        Assert.Equal(1, model.Layers.Sum(layer => layer.Work), 6);
        var costliest = gains.MaxBy(pair => pair.Value).Key;
        var without = model.Quantize(ImmutableHashSet.Create(costliest));
        Assert.InRange(Error(without), 0, Error(all));
        // What it says is what the error really shrinks by.
        Assert.Equal(1 - (Error(without) / Error(all)), gains[costliest], 3);

        double Error(QuantizedModel quantized) =>
            pictures.Sum(picture =>
                OutputError.Between(Detect(model.Onnx, picture), Detect(quantized.Onnx, picture), Columns)
            );
    }

    [Fact]
    public void What_cannot_be_quantized_is_refused_with_its_code()
    {
        Assert.Equal(Codes.AlreadyQuantized, Refused(Quantize(Export()).Onnx));
        Assert.Equal(Codes.OpsetTooOldToQuantize, Refused(Export(opset: 12)));
        Assert.Equal(
            Codes.NothingToQuantize,
            Refused(ChangedOnnx.Halved(ModelProto.Parser.ParseFrom(Export())).ToByteArray())
        );
        var diverged = ModelProto.Parser.ParseFrom(Export());
        var weights = diverged.Graph.Initializer.Single(constant => constant.Name == "down.conv.weight");
        var values = weights.RawData.ToByteArray();
        BitConverter.GetBytes(float.NaN).CopyTo(values, 0);
        weights.RawData = ByteString.CopyFrom(values);
        Assert.Equal(Codes.RangesNotFinite, Refused(diverged.ToByteArray()));

        static DiagnosticCode Refused(byte[] model) => Assert.Throws<PruneException>(() => Quantize(model)).Code;
    }

    private static IReadOnlySet<string> NoNames => ImmutableHashSet<string>.Empty;

    private static byte[] Export(ActivationKind activation = ActivationKind.SiLU, int opset = 17) =>
        OnnxExporter.Export(SmallNetworks.Detector(activation), new OnnxExportOptions(Size, opset));

    private static QuantizedModel Quantize(byte[] model, params string[] keptFloat) =>
        Calibrate(model).Quantize(keptFloat.ToHashSet(StringComparer.Ordinal));

    private static CalibratedModel Calibrate(byte[] model) =>
        OnnxQuantizer.Calibrate(model, "model.onnx", Pictures, _ => { }, default);

    private static IEnumerable<ImageBatch> Pictures(Extent? size) => Enumerable.Range(0, 8).Select(Picture);

    private static ImageBatch Picture(int seed)
    {
        var pixels = new byte[3 * Size * Size];
        new Random(seed).NextBytes(pixels);
        return new ImageBatch(pixels, Size, Size, [null!], [null!], pool: null);
    }

    private static float[] Detect(byte[] model, ImageBatch? picture = null)
    {
        using var detector = new OnnxDetector(model, "model.onnx");
        return detector.Detect((picture ?? Picture(100)).Pixels, 1, Size, Size);
    }

    private static double Deviation(float[] one, float[] other) =>
        Math.Sqrt(one.Zip(other, (a, b) => Math.Pow(a - b, 2)).Average());
}
