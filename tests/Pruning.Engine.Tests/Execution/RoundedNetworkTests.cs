using System.Collections.Immutable;
using Microsoft.ML.OnnxRuntime;
using Pruning.Data;
using Pruning.Diagnostics;
using Pruning.Graphs;
using Pruning.Onnx;
using Pruning.Onnx.Quantization;
using Pruning.Testing;
using Pruning.Training;

namespace Pruning.Execution;

/// <summary>A network whose numbers are rounded in training is the file of bytes that is made of it afterwards.</summary>
[Collection(TorchCollection.Name)]
public sealed class RoundedNetworkTests : IDisposable
{
    private const int Size = 64;

    private readonly string _folder = Directory.CreateTempSubdirectory("pruning-rounding-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(ActivationKind.SiLU)]
    [InlineData(ActivationKind.ReLU)]
    [InlineData(ActivationKind.LeakyReLU)]
    [InlineData(ActivationKind.Hardswish)]
    public void Its_output_is_that_of_the_quantized_file(ActivationKind activation)
    {
        var network = SmallNetworks.Detector(activation);
        var model = Calibrate(network);
        // Seven bits are computed exactly by every processor.
        var plan = RoundingPlan.Of(model, network.Graph, WeightBits.Least);
        var exact = Detect(network, null);
        var file = RunAsWritten(model.Quantize(ImmutableHashSet<string>.Empty, WeightBits.Least).Onnx);
        foreach (var channelsLast in (bool[])[true, false])
            // Their errors against floats are the same ones, but for values that sums in another order tip over to the next step.
            Assert.InRange(Between(file, Detect(network, plan, channelsLast)) / Between(exact, file), 0, 0.1);
    }

    [Fact]
    public void What_it_was_trained_with_travels_to_the_file_that_needs_no_calibration()
    {
        var start = TinyDetector.Create();
        var plan = RoundingPlan.Of(
            Calibrate(start, SyntheticTraining.ImageSize),
            start.Graph,
            WeightBits.OfThisProcessor
        );
        var options = SyntheticTraining.Options(4);
        options = options with { Execution = options.Execution with { Rounding = plan } };
        var result = Trainer.Run(start, SyntheticTraining.Data(), options, _folder);
        Assert.True(result.History[^1].Losses.Sum < result.History[0].Losses.Sum);
        var trained = result.Last;
        Assert.Equal(
            start.Parameters.Select(parameter => parameter.Name),
            trained.Parameters.Select(parameter => parameter.Name)
        );
        // Statistics of batches are not taken: what is rounded is what ships.
        foreach (var kept in start.Parameters.Where(parameter => !NetworkCost.IsTrainable(parameter)))
            Assert.Equal(kept.Values, trained.Parameters[kept.Name].Values);

        var asked = 0;
        var model = OnnxQuantizer.Calibrate(
            OnnxExporter.Export(trained, new OnnxExportOptions(SyntheticTraining.ImageSize)),
            "trained",
            _ => Pictures(SyntheticTraining.ImageSize).Select(picture => Count(picture)),
            _ => { },
            default
        );
        Assert.Equal(plan.Images, model.Images);
        Assert.InRange(asked, 1, 2);
        var ranges = RoundingPlan.Of(model, trained.Graph, WeightBits.OfThisProcessor).Values;
        Assert.Equal(plan.Values.Keys, ranges.Keys);
        Assert.All(plan.Values, pair => Assert.Equal(pair.Value.Range.ZeroPoint, ranges[pair.Key].Range.ZeroPoint));
        // The scales were learnt.
        Assert.Contains(plan.Values, pair => pair.Value.Range.Scale != ranges[pair.Key].Range.Scale);
        Assert.All(plan.Values, pair => Assert.InRange(ranges[pair.Key].Range.Scale / pair.Value.Range.Scale, 0.5, 2));

        ImageBatch Count(ImageBatch picture)
        {
            asked++;
            return picture;
        }
    }

    [Theory]
    [InlineData("""{"images":8,"ranges":{}}""")]
    [InlineData("""{"images":8,"values":{"down.act":[0.5]}}""")]
    [InlineData("""{"images":8,"values":{"down.act":[-1,3]}}""")]
    [InlineData("""{"images":8,"values":null}""")]
    [InlineData("[]")]
    [InlineData("no json")]
    public void Ranges_that_make_no_sense_or_are_another_networks_are_found_anew(string told)
    {
        var network = SmallNetworks.Detector();
        var strange = network with { Provenance = network.Provenance.SetItem(ProvenanceKeys.Ranges, told) };
        Assert.Equal(
            RoundingPlan.Of(Calibrate(network), network.Graph, 8).Values,
            RoundingPlan.Of(Calibrate(strange), network.Graph, 8).Values
        );
    }

    private static double Between(float[] one, float[] other) =>
        OutputError.Between(one, other, 5 + SmallNetworks.Detector().ClassNames.Length);

    private static float[] Detect(Network network, RoundingPlan? plan, bool channelsLast = true)
    {
        using var detector = new TorchDetector(
            network,
            new ExecutionOptions(ChannelsLast: channelsLast) { Rounding = plan }
        );
        return detector.Detect(Picture(100, Size).Pixels, 1, Size, Size);
    }

    // Each operator as the file has it: joined ones round where they please.
    private static float[] RunAsWritten(byte[] onnx)
    {
        using var options = new SessionOptions { GraphOptimizationLevel = GraphOptimizationLevel.ORT_DISABLE_ALL };
        using var session = new InferenceSession(onnx, options);
        using var images = OrtValue.CreateTensorValueFromMemory(
            Picture(100, Size).Pixels.ToArray().Select(pixel => pixel / 255f).ToArray(),
            [1, 3, Size, Size]
        );
        using var run = new RunOptions();
        using var outputs = session.Run(run, ["images"], [images], ["output0"]);
        return outputs[0].GetTensorDataAsSpan<float>().ToArray();
    }

    private static CalibratedModel Calibrate(Network network, int size = Size) =>
        OnnxQuantizer.Calibrate(
            OnnxExporter.Export(network, new OnnxExportOptions(size)),
            "network",
            _ => Pictures(size),
            _ => { },
            default
        );

    private static IEnumerable<ImageBatch> Pictures(int size) =>
        Enumerable.Range(0, 8).Select(seed => Picture(seed, size));

    private static ImageBatch Picture(int seed, int size)
    {
        var pixels = new byte[3 * size * size];
        new Random(seed).NextBytes(pixels);
        return new ImageBatch(pixels, size, size, [null!], [null!], pool: null);
    }
}
