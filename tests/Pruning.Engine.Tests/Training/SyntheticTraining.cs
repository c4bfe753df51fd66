using System.Collections.Immutable;
using Pruning.Data;
using Pruning.Evaluation;
using Pruning.Testing;

namespace Pruning.Training;

/// <summary>
/// Dark and light squares on grey, made from a seed: something that a <see cref="TinyDetector"/> learns in seconds.
/// </summary>
internal static class SyntheticTraining
{
    public const int ImageSize = 32;
    public const int BatchSize = 4;
    public const int Batches = 3;

    public static TrainingOptions Options(int epochs) =>
        new()
        {
            Epochs = epochs,
            ImageSize = ImageSize,
            BatchSize = BatchSize,
            NominalBatch = 2 * BatchSize,
        };

    /// <param name="validate">What the n-th validation of this data says; null validates nothing.</param>
    /// <param name="onBatch">Told epoch and batch before each batch.</param>
    public static TrainingData Data(Func<IDetector, double>? validate = null, Action<int, int>? onBatch = null) =>
        new(
            Batches,
            (epoch, _, _) => Epoch(epoch, onBatch),
            validate is null ? null : (detector, _) => Result(validate(detector)),
            Identity: "squares"
        );

    /// <summary>
    /// Mean confidence where the squares are: a stand-in for an accuracy that depends on every weight.
    /// </summary>
    public static double Confidence(IDetector detector)
    {
        using var batch = Epoch(1000, null).First();
        var output = detector.Detect(batch.Pixels.AsMemory(0, batch.PixelCount), batch.Count, ImageSize, ImageSize);
        return output.Chunk(7).Average(row => (double)row[4]);
    }

    public static IEnumerable<TrainingBatch> Epoch(int epoch, Action<int, int>? onBatch)
    {
        for (var index = 0; index < Batches; index++)
        {
            onBatch?.Invoke(epoch, index);
            yield return Batch(new Random((epoch * 100) + index));
        }
    }

    private static TrainingBatch Batch(Random random)
    {
        const int area = ImageSize * ImageSize;
        var pixels = new byte[BatchSize * 3 * area];
        Array.Fill(pixels, (byte)114);
        var targets = new List<float>();
        for (var image = 0; image < BatchSize; image++)
        {
            var (side, kind) = (random.Next(9, 22), random.Next(2));
            var (left, top) = (random.Next(ImageSize - side), random.Next(ImageSize - side));
            for (var channel = 0; channel < 3; channel++)
            {
                for (var row = top; row < top + side; row++)
                    pixels
                        .AsSpan((((image * 3) + channel) * area) + (row * ImageSize) + left, side)
                        .Fill((byte)(kind == 0 ? 20 : 230));
            }

            targets.AddRange([
                image,
                kind,
                (left + (side / 2f)) / ImageSize,
                (top + (side / 2f)) / ImageSize,
                side / (float)ImageSize,
                side / (float)ImageSize,
            ]);
        }

        return new TrainingBatch(pixels, BatchSize, ImageSize, ImageSize, [.. targets], pool: null);
    }

    private static EvaluationResult Result(double value) =>
        new(value, value, value, value, ImmutableArray<ClassResult>.Empty, 1, 1, default);
}
