using System.Collections.Immutable;
using Pruning.Diagnostics;

namespace Pruning.Evaluation.Gates;

/// <summary>What counts at a fixed confidence, and the gates that judge it.</summary>
public class OperatingPointsTests
{
    private static readonly ImmutableArray<string> Names = ["RBC", "WBC", "Platelets"];

    // Two pictures: RBC has 3 labels, WBC 1, platelets none.
    private static readonly OperatingPoints Points = new(
        Names,
        [
            new PictureTally([0, 0, 1], [0.9f, 0.6f, 0.3f, 0.2f], [0, 0, 1, 0], [1023, 0, 1, 1]),
            new PictureTally([0], [0.8f, 0.25f], [0, 2], [1, 0]),
        ]
    );

    [Fact]
    public void Boxes_of_at_least_that_confidence_are_counted_against_the_labels()
    {
        var point = Points.At(0.25);
        Assert.Equal(new ClassCounts(2, 1, 3), point.Classes["RBC"]);
        Assert.Equal(new ClassCounts(1, 0, 1), point.Classes["WBC"]);
        Assert.Equal(new ClassCounts(0, 1, 0), point.Classes["Platelets"]);
        // Means over the classes that have labels.
        Assert.Equal((2 / 3.0 + 1) / 2, point.Precision, 9);
        Assert.Equal((2 / 3.0 + 1) / 2, point.Recall, 9);
        Assert.Equal((2 / 3.0 + 1) / 2, point.F1, 9);
        Assert.Equal(new ClassCounts(3, 1, 3), Points.At(0.1).Classes["RBC"]);
    }

    [Fact]
    public void Where_no_box_counts_nothing_is_found_and_precision_has_no_value()
    {
        var point = Points.At(0.95);
        Assert.Equal((0.0, 0.0), (point.Recall, point.F1));
        Assert.Equal(double.NaN, point.Precision);
        Assert.Equal(double.NaN, Points.At(0.25).Classes["Platelets"].F1);
    }

    [Theory]
    [InlineData("F1", 0.83, true)]
    [InlineData("F1", 0.84, false)]
    [InlineData("Recall/RBC", 0.66, true)]
    [InlineData("Recall/RBC", 0.67, false)]
    [InlineData("Precision/WBC", 1.0, true)]
    [InlineData("Precision/Platelets", 0.1, false)]
    public void Gates_judge_it_at_a_quarter_unless_they_say_otherwise(string metric, double minimum, bool passes) =>
        Assert.Equal(passes, Judge(GateMetric.TryParse(metric)!, minimum).Passed);

    [Fact]
    public void A_gate_s_own_confidence_counts_and_is_said()
    {
        var verdict = Judge(GateMetric.TryParse("Recall/WBC")! with { Confidence = 0.5 }, 0.5);
        Assert.Contains(
            "Recall/WBC at confidence 0.5 is 0.0000, below the minimum of 0.5000",
            verdict.Failure!.Message,
            StringComparison.Ordinal
        );
        // Without one, they are read where the F1 is best, as the figures of a measurement are.
        Assert.Null(GateMetric.TryParse("Recall")!.Confidence);
        Assert.False(Judge(GateMetric.TryParse("Precision")! with { Confidence = 0.95 }, 0).Passed);
    }

    [Fact]
    public void Every_class_can_be_judged_and_one_without_a_value_fails()
    {
        var verdicts = GateJudge.Judge([new Gate(GateMetric.TryParse("Recall/*")!, 0.5)], Measurements.None, Measured);
        Assert.Equal(
            [
                "Platelets at confidence 0.25: failed",
                "RBC at confidence 0.25: passed",
                "WBC at confidence 0.25: passed",
            ],
            verdicts.Select(one => $"{one.Gate.Metric.Name[7..]}: {(one.Passed ? "passed" : "failed")}")
        );
        Assert.Equal(Codes.GateUnmeasured, verdicts[0].Failure!.Code);
    }

    private static Measurements Measured =>
        Measurements.None with
        {
            Images = 2,
            Classes = Names.ToImmutableDictionary(name => name, _ => new ClassMeasurement(0.5, 0.5)),
            OperatingPoints = Points,
        };

    private static GateVerdict Judge(GateMetric metric, double minimum) =>
        GateJudge.Judge([new Gate(metric, minimum)], Measurements.None, Measured)[0];
}
