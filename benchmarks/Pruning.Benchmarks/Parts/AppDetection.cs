using Microsoft.ML.OnnxRuntime;
using Pruning.Benchmarks.Measuring;
using Pruning.Benchmarks.Peers;
using Pruning.Benchmarks.Results;
using Pruning.Graphs;
using Pruning.Onnx;
using Pruning.Onnx.Quantization;
using Pruning.Runtime;
using SkiaSharp;

namespace Pruning.Benchmarks.Parts;

/// <summary>
/// What an app waits for beside the model: the runtime package's letterbox and suppression against the model's own time,
/// and the whole of it against code that was written by hand.
/// </summary>
internal sealed class AppDetection : IBenchmark
{
    private const int Pictures = 32;

    public string Name => "app";

    public string Description => "an app's detection at 640 px, one thread: around the model, and against code by hand";

    public IEnumerable<Figure> Run(BenchmarkContext context)
    {
        var size = context.IsQuick ? 64 : 640;
        var pictures = Decode(context);
        try
        {
            return [.. Around(context, size, pictures), .. Wholes(context, size, pictures)];
        }
        finally
        {
            foreach (var picture in pictures)
                picture.Dispose();
        }
    }

    // Before and behind the dense model, beside it, and code by hand: times of the same picture in turns.
    private static IEnumerable<Figure> Around(BenchmarkContext context, int size, SKBitmap[] pictures)
    {
        using var options = OneThread();
        var onnx = OnnxExporter.Export(context.Inputs.ReadModel(), new OnnxExportOptions(size));
        using var session = new InferenceSession(onnx, options);
        using var byHand = new HandWrittenDetector(onnx, size, options);
        var contract = ModelContract.Read(session);
        using var lane = new Lane(
            session,
            contract,
            new InputWriter(),
            new BoxSelection(contract.Labels.Count, 0.25f, 0.45f, acrossClasses: false, everyClass: false, 300),
            places: 1
        );
        List<DetectedBox> found = [];
        var (before, model, behind, share, hand) = (
            new List<double>(),
            new List<double>(),
            new List<double>(),
            new List<double>(),
            new List<double>()
        );
        for (var round = -1; round < context.Times(5); round++)
        {
            foreach (var picture in pictures)
            {
                var first = Clock.Time(() => lane.Write(0, Of(picture)));
                var second = Clock.Time(() => lane.Run(1, default));
                found.Clear();
                var third = Clock.Time(() => lane.Read(0, found));
                var whole = Clock.Time(() => byHand.Detect(picture));
                if (round < 0)
                    continue;
                hand.Add((whole - second) / (first + third));
                before.Add(1000 * first);
                model.Add(1000 * second);
                behind.Add(1000 * third);
                share.Add((first + third) / second);
            }
        }

        yield return new Figure("letterbox", "ms", Sample.Of(before), Note: "pixels to the model's input");
        yield return new Figure("dense model", "ms", Sample.Of(model));
        yield return new Figure("suppression", "ms", Sample.Of(behind), Note: "the model's output to boxes");
        yield return new Figure("around the dense model", "ratio", Sample.Of(share), Target.AtMost(0.08));
        yield return new Figure(
            "around it: by hand to the package",
            "ratio",
            Sample.Of(hand),
            Note: "code by hand, less the model's own time"
        );
    }

    private static Figure Whole(BenchmarkContext context, string name, byte[] model, int size, SKBitmap[] pictures)
    {
        using var options = OneThread();
        using var ours = new Detector(model, new DetectorOptions { Session = options });
        using var byHand = new HandWrittenDetector(model, size, options);
        List<DetectedBox> found = [];
        var ratios = new List<double>();
        for (var round = -1; round < context.Times(10); round++)
        {
            var (slow, fast) = (0.0, 0.0);
            foreach (var picture in pictures)
            {
                slow += Clock.Time(() => byHand.Detect(picture));
                fast += Clock.Time(() => ours.Detect(Of(picture), found));
            }

            if (round >= 0)
                ratios.Add(slow / fast);
        }

        return new Figure(
            name,
            "ratio",
            Sample.Of(ratios),
            Target.AtLeast(1.5),
            "by hand to the package: all decoded pictures to their boxes"
        );
    }

    private static IEnumerable<Figure> Wholes(BenchmarkContext context, int size, SKBitmap[] pictures)
    {
        var network = HalfTheFlops.Cut(context.Inputs.ReadModel());
        yield return Whole(
            context,
            "half the operations",
            OnnxExporter.Export(network, new OnnxExportOptions(size)),
            size,
            pictures
        );
        var integers = OnnxQuantizer.WithMadeUpRanges(
            OnnxExporter.Export(network.WithActivation(ActivationKind.ReLU), new OnnxExportOptions(size)),
            "the measured model"
        );
        yield return Whole(context, "the same in integers, ReLU", integers, size, pictures);
        var small = Math.Max(32, size / 4);
        var shrunk = pictures.Select(picture => Shrunk(picture, small)).ToArray();
        try
        {
            yield return Whole(
                context,
                "as the sample: 160 px",
                OnnxExporter.Export(network, new OnnxExportOptions(small)),
                small,
                shrunk
            );
        }
        finally
        {
            foreach (var picture in shrunk)
                picture.Dispose();
        }
    }

    private static SKBitmap Shrunk(SKBitmap picture, int side)
    {
        var scale = (float)side / Math.Max(picture.Width, picture.Height);
        return picture.Resize(
            new SKSizeI(Math.Max(1, (int)(picture.Width * scale)), Math.Max(1, (int)(picture.Height * scale))),
            new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.None)
        );
    }

    private static SKBitmap[] Decode(BenchmarkContext context) =>
        [
            .. context
                .Inputs.Evaluation()
                .Images.Take(context.IsQuick ? 2 : Pictures)
                .Select(image => SKBitmap.Decode(image.Path))
                .Select(picture =>
                {
                    using (picture)
                        return picture.Copy(SKColorType.Rgba8888);
                }),
        ];

    private static Picture Of(SKBitmap picture) =>
        new(picture.GetPixelSpan(), picture.Width, picture.Height, PixelLayout.Rgba, picture.RowBytes);

    private static SessionOptions OneThread() => new() { IntraOpNumThreads = 1, InterOpNumThreads = 1 };
}
