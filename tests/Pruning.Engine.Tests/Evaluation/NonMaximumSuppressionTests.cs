using System.Text.Json;
using Pruning.Diagnostics;
using Pruning.Evaluation;
using Pruning.Testing;
using Xunit;

namespace Pruning.Tests.Evaluation;

public class NonMaximumSuppressionTests
{
    private static readonly SuppressionOptions Everything = new()
    {
        Confidence = 0.1f,
        Iou = 0.5,
        MultiLabel = true,
    };

    [Fact]
    public void Of_overlapping_boxes_of_a_class_the_most_confident_stays()
    {
        var detections = Run(
            Everything,
            2,
            [50, 50, 20, 20, 0.8f, 1, 0],
            [51, 50, 20, 20, 0.9f, 1, 0],
            [150, 50, 20, 20, 0.5f, 1, 0]
        );
        Assert.Equal([0.9f, 0.5f], detections.Select(detection => detection.Confidence));
        Assert.Equal(new Detection(41, 40, 61, 60, 0.9f, 0), detections[0]);
    }

    [Fact]
    public void Classes_suppress_each_other_only_when_asked()
    {
        float[][] rows =
        [
            [50, 50, 20, 20, 0.8f, 1, 0],
            [51, 50, 20, 20, 0.9f, 0, 1],
        ];
        Assert.Equal([1, 0], Run(Everything, 2, rows).Select(detection => detection.ClassIndex));
        Assert.Equal(
            [1],
            Run(Everything with { ClassAgnostic = true }, 2, rows).Select(detection => detection.ClassIndex)
        );
    }

    [Fact]
    public void Several_classes_of_one_box_only_when_asked()
    {
        float[][] rows =
        [
            [50, 50, 20, 20, 1, 0.5f, 0.6f, 0.05f],
        ];
        Assert.Equal([1, 0], Run(Everything, 3, rows).Select(detection => detection.ClassIndex));
        Assert.Equal(
            [1],
            Run(Everything with { MultiLabel = false }, 3, rows).Select(detection => detection.ClassIndex)
        );
    }

    [Fact]
    public void Thresholds_are_strict()
    {
        // Two boxes whose IoU is exactly one half: 10×10 within 10×20.
        float[][] rows =
        [
            [5, 10, 10, 20, 0.9f, 1],
            [5, 5, 10, 10, 0.8f, 1],
            [50, 50, 4, 4, 0.1f, 1],
        ];
        Assert.Equal(2, Run(Everything, 1, rows).Length);
        Assert.Single(Run(Everything with { Iou = 0.499 }, 1, rows));
    }

    [Fact]
    public void Objectness_alone_must_pass_too()
    {
        Assert.Empty(Run(Everything, 1, [50, 50, 20, 20, 0.1f, 1]));
    }

    [Fact]
    public void Equal_confidences_keep_their_order_and_the_limit_holds()
    {
        var rows = Enumerable.Range(0, 50).Select(i => new[] { 50f + 40 * i, 50, 20, 20, 0.5f, 1 }).ToArray();
        var detections = Run(Everything with { MaximumDetections = 10 }, 1, rows);
        Assert.Equal(Enumerable.Range(0, 10).Select(i => 40f + 40 * i), detections.Select(detection => detection.Left));
    }

    [Fact]
    public void Only_the_most_confident_candidates_are_looked_at()
    {
        float[][] rows =
        [
            [50, 50, 20, 20, 0.5f, 1],
            [51, 50, 20, 20, 0.9f, 1],
            [150, 50, 20, 20, 0.6f, 1],
        ];
        Assert.Equal(
            [0.9f, 0.6f],
            Run(Everything with { MaximumCandidates = 2 }, 1, rows).Select(detection => detection.Confidence)
        );
    }

    [Theory]
    [InlineData(4, float.NaN)]
    [InlineData(4, float.PositiveInfinity)]
    [InlineData(5, float.NaN)]
    [InlineData(0, float.NaN)]
    [InlineData(3, float.NegativeInfinity)]
    public void Output_that_is_not_finite_is_an_error(int column, float value)
    {
        float[] row = [50, 50, 20, 20, 0.8f, 1];
        row[column] = value;
        Assert.Equal(Codes.NonFiniteOutput, Assert.Throws<PruneException>(() => Run(Everything, 1, row)).Code);
    }

    [Fact]
    public void Among_many_classes_each_confident_one_is_found()
    {
        const int classes = 83;
        var random = new Random(5);
        var options = Everything with { Confidence = 0.3f, MaximumDetections = int.MaxValue };
        var rows = Enumerable
            .Range(0, 40)
            .Select(i =>
                (float[])
                    [
                        50 + 100 * i,
                        50,
                        20,
                        20,
                        random.NextSingle(),
                        .. Enumerable.Range(0, classes).Select(_ => random.NextSingle()),
                    ]
            )
            .ToArray();
        var expected = rows.Where(row => row[4] > 0.3f)
            .SelectMany(row => row[5..].Select((value, index) => (Confidence: value * row[4], Class: index, X: row[0])))
            .Where(one => one.Confidence > 0.3f)
            .OrderByDescending(one => one.Confidence)
            .ToArray();
        Assert.True(expected.Length > 500);
        Assert.Equal(
            expected,
            Run(options, classes, rows).Select(one => (one.Confidence, one.ClassIndex, one.Left + 10))
        );
    }

    [Theory]
    [InlineData(0, float.NaN)]
    [InlineData(17, float.PositiveInfinity)]
    [InlineData(31, float.NegativeInfinity)]
    [InlineData(82, float.NaN)]
    public void Among_many_classes_one_that_is_not_finite_is_an_error(int index, float value)
    {
        foreach (var options in (SuppressionOptions[])[Everything, Everything with { MultiLabel = false }])
        {
            float[] row = [50, 50, 20, 20, 0.8f, .. new float[83]];
            row[5 + index] = value;
            Assert.Equal(Codes.NonFiniteOutput, Assert.Throws<PruneException>(() => Run(options, 83, row)).Code);
        }
    }

    [RealDataTheory]
    [InlineData("bus_320", 320)]
    [InlineData("bus_640", 640)]
    public void The_reference_detections_are_found(string name, int size)
    {
        var raw = NumpyFile.Read(TestData.PathOf($"reference/vectors/bus_{size}_raw_fused.npy"));
        var detections = new NonMaximumSuppression(SuppressionOptions.ForPictures).Run(raw.Floats, raw.Shape[^1] - 5);
        using var file = JsonDocument.Parse(File.ReadAllBytes(TestData.PathOf("reference/vectors/detections.json")));
        var expected = file.RootElement.GetProperty(name).GetProperty("fused").EnumerateArray().Select(Read).ToArray();
        Assert.Equal(expected, detections);
    }

    private static Detection Read(JsonElement element)
    {
        var corners = element
            .GetProperty("xyxy_letterbox")
            .EnumerateArray()
            .Select(value => (float)value.GetDouble())
            .ToArray();
        return new Detection(
            corners[0],
            corners[1],
            corners[2],
            corners[3],
            (float)element.GetProperty("conf").GetDouble(),
            element.GetProperty("cls").GetInt32()
        );
    }

    private static Detection[] Run(SuppressionOptions options, int classCount, params float[][] rows) =>
        new NonMaximumSuppression(options).Run(rows.SelectMany(row => row).ToArray(), classCount);
}
