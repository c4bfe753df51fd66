using Pruning.Evaluation;
using Pruning.Testing;
using Xunit;

namespace Pruning.Tests.Evaluation;

public class DetectionMatchingTests
{
    private const ushort All = 0b11_1111_1111;

    [Fact]
    public void A_label_keeps_the_most_confident_detection_that_chose_it_not_the_best_fitting()
    {
        Detection[] detections = [new(0, 0, 10, 9, 0.9f, 0), new(0, 0, 10, 10, 0.8f, 0)];
        Detection[] labels = [new(0, 0, 10, 10, 0, 0)];
        // IoU 0.9: right up to that threshold; above it the second one is.
        Assert.Equal([(ushort)0b01_1111_1111, (ushort)0b10_0000_0000], Match(detections, labels), new NearNine());
    }

    [Fact]
    public void A_detection_does_not_fall_back_to_its_second_best_label()
    {
        Detection[] detections = [new(0, 0, 10, 10, 0.9f, 0), new(0, 0, 10, 9.9f, 0.8f, 0)];
        Detection[] labels = [new(0, 0, 10, 10, 0, 0), new(0, 0, 10, 8, 0, 0)];
        Assert.Equal([All, 0], Match(detections, labels));
    }

    [Fact]
    public void Another_class_never_matches()
    {
        Assert.Equal([0], Match([new(0, 0, 10, 10, 0.9f, 1)], [new(0, 0, 10, 10, 0, 0)]));
    }

    [RealDataFact]
    public void The_reference_matrices_are_reproduced_exactly()
    {
        var cases = NumpyFile.ReadArchive(TestData.PathOf("reference/process_batch_cases.npz"));
        var images = cases.Keys.Count(name => name.StartsWith("det_", StringComparison.Ordinal));
        Assert.Equal(16, images);
        for (var image = 0; image < images; image++)
        {
            var detections = cases[$"det_{image}"]
                .Floats.Chunk(6)
                .Select(row => new Detection(row[0], row[1], row[2], row[3], row[4], (int)row[5]))
                .ToArray();
            var labels = cases[$"lab_{image}"]
                .Floats.Chunk(5)
                .Select(row => new Detection(row[1], row[2], row[3], row[4], 0, (int)row[0]))
                .ToArray();
            var expected = cases[$"correct_{image}"].Integers.Chunk(10).Select(Bits).ToArray();
            Assert.Equal(expected, Match(detections, labels));
        }
    }

    internal static ushort Bits(long[] row) => (ushort)row.Select((value, threshold) => value << threshold).Sum();

    private static ushort[] Match(Detection[] detections, Detection[] labels)
    {
        var correct = new ushort[detections.Length];
        DetectionMatching.Match(detections, labels, correct);
        return correct;
    }

    /// <summary>
    /// Whether an IoU of 0.9 in single precision reaches the threshold 0.9 is a matter of rounding: that bit may be
    /// with either.
    /// </summary>
    private sealed class NearNine : IEqualityComparer<ushort>
    {
        private const int Nine = 1 << 8;

        public bool Equals(ushort x, ushort y) => (x | Nine) == (y | Nine);

        public int GetHashCode(ushort obj) => obj | Nine;
    }
}
