using System.Collections.Immutable;
using Pruning.Diagnostics;

namespace Pruning.Evaluation.Gates;

public class GateJudgeTests
{
    private static readonly SourceLocation Place = new("Detector.pruneproj", 9, 5);

    private static readonly Measurements Baseline = new(
        87,
        0.87,
        0.52,
        0.9,
        0.8,
        ImmutableDictionary<string, ClassMeasurement>.Empty.Add("RBC", new(0.9, 0.6)).Add("WBC", new(0.95, 0.7)),
        1_768_000,
        1_040_000_000,
        7_200_000,
        10,
        1
    );

    private static readonly Measurements Pruned = Baseline with
    {
        Map50 = 0.85,
        Map5095 = 0.50,
        Parameters = 800_000,
        Flops = 520_000_000,
        FileSize = 3_300_000,
        LatencyMilliseconds = 8,
        LatencyRatio = 0.8,
    };

    [Theory]
    [InlineData("mAP50", 0.85, null, null)]
    [InlineData("mAP50-95", null, null, 0.02)]
    [InlineData("AP50/RBC", 0.9, null, 0.0)]
    [InlineData("FileSize", null, 3_300_000.0, null)]
    [InlineData("LatencyRatio", null, 0.8, null)]
    public void A_value_on_the_bound_passes(string metric, double? minimum, double? maximum, double? drop) =>
        Assert.True(Judge(metric, minimum, maximum, drop).Passed);

    [Theory]
    [InlineData(0.52, null, true)]
    [InlineData(0.6, 0.0, true)]
    [InlineData(0.51, null, false)]
    [InlineData(0.6, 0.3, false)]
    public void A_drop_as_large_as_all_that_the_baseline_has_cannot_fail_and_is_warned_of(
        double drop,
        double? minimum,
        bool isWarned
    )
    {
        var warnings = UnfailingGates.Find([Judge("mAP50-95", minimum, null, drop)]);

        Assert.Equal(
            isWarned ? [(Codes.GateCannotFail, DiagnosticSeverity.Warning, Place)] : [],
            warnings.Select(warning => (warning.Code, warning.Severity, warning.Location!.Value))
        );
    }

    [Fact]
    public void A_gate_of_every_class_judges_each_and_one_without_labels_fails()
    {
        var gates = new[] { new Gate(GateMetric.TryParse("AP50/*")!, Minimum: 0.92, Location: Place) };
        var verdicts = GateJudge.Judge(gates, Baseline, Pruned);
        Assert.Equal(
            [("AP50/RBC", false), ("AP50/WBC", true)],
            verdicts.Select(verdict => (verdict.Gate.Metric.Name, verdict.Passed))
        );
        var unseen = Pruned with { Classes = Pruned.Classes.Add("rare", new(double.NaN, double.NaN)) };
        Assert.Equal(
            Codes.GateUnmeasured,
            GateJudge
                .Judge(gates, Baseline, unseen)
                .Single(verdict => verdict.Gate.Metric.ClassName == "rare")
                .Failure!.Code
        );
        Assert.Equal(
            Codes.GateUnmeasured,
            Assert.Single(GateJudge.Judge(gates, Baseline, Measurements.None)).Failure!.Code
        );
    }

    [Theory]
    [InlineData(0.78, 0.95, true)]
    [InlineData(0.82, 0.90, false)]
    [InlineData(double.NaN, double.NaN, false)]
    public void A_latency_ratio_fails_only_with_its_whole_spread(double low, double high, bool passes)
    {
        var gate = new Gate(GateMetric.TryParse("LatencyRatio")!, Maximum: 0.8);
        var measured = Pruned with { LatencyRatio = 0.85, LatencyRatioLow = low, LatencyRatioHigh = high };
        Assert.Equal(passes, GateJudge.Judge([gate], Baseline, measured)[0].Passed);
    }

    [Theory]
    [InlineData("mAP50", 0.8501, null, null, "0.8500", "0.8501")]
    [InlineData("mAP50-95", null, null, 0.0199, "0.5000", "0.5200")]
    [InlineData("FileSize", null, 3_299_999.0, null, "3,300,000 bytes", "3,299,999 bytes")]
    [InlineData("Latency", null, 7.5, null, "8 ms", "7.5 ms")]
    public void A_value_beyond_the_bound_fails_with_both_values_at_the_gate_s_line(
        string metric,
        double? minimum,
        double? maximum,
        double? drop,
        string value,
        string bound
    )
    {
        var verdict = Judge(metric, minimum, maximum, drop);

        Assert.True(verdict.Blocks);
        Assert.Equal(
            (Codes.GateFailed, DiagnosticSeverity.Error, Place),
            (verdict.Failure!.Code, verdict.Failure.Severity, verdict.Failure.Location!.Value)
        );
        Assert.Contains(value, verdict.Failure.Message, StringComparison.Ordinal);
        Assert.Contains(bound, verdict.Failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void NaN_fails_every_gate()
    {
        var nothing = new Measurements(
            87,
            double.NaN,
            double.NaN,
            double.NaN,
            double.NaN,
            ImmutableDictionary<string, ClassMeasurement>.Empty,
            double.NaN,
            double.NaN,
            double.NaN,
            double.NaN,
            double.NaN
        );
        var gates = GateMetric.KnownNames.Select(name => new Gate(
            GateMetric.TryParse(name)!,
            Minimum: 0,
            Maximum: double.MaxValue,
            Location: Place
        ));

        Assert.All(GateJudge.Judge(gates, Baseline, nothing), verdict =>
            Assert.Equal(Codes.GateUnmeasured, verdict.Failure!.Code)
        );
    }

    [Fact]
    public void Infinity_fails() =>
        Assert.False(Judge("mAP50", 0.5, null, null, Pruned with { Map50 = double.PositiveInfinity }).Passed);

    [Fact]
    public void No_images_evaluated_fails_an_accuracy_and_not_a_size()
    {
        var verdict = Judge("mAP50", 0.5, null, null, Pruned with { Images = 0 });
        Assert.Contains("no image was evaluated", verdict.Failure!.Message, StringComparison.Ordinal);
        Assert.True(Judge("FileSize", null, 5e6, null, Pruned with { Images = 0 }).Passed);
    }

    [Fact]
    public void A_drop_from_a_baseline_without_a_value_fails()
    {
        var gates = new[] { new Gate(GateMetric.TryParse("mAP50")!, MaximumDrop: 0.5, Location: Place) };
        Assert.Equal(
            Codes.GateUnmeasured,
            GateJudge.Judge(gates, Baseline with { Map50 = double.NaN }, Pruned)[0].Failure!.Code
        );
        Assert.Equal(
            Codes.GateUnmeasured,
            GateJudge.Judge(gates, Baseline with { Images = 0 }, Pruned)[0].Failure!.Code
        );
    }

    [Fact]
    public void A_class_that_was_not_measured_fails() =>
        Assert.Equal(Codes.GateUnmeasured, Judge("AP/Platelets", 0, null, null).Failure!.Code);

    [Fact]
    public void A_warning_gate_does_not_block()
    {
        var verdict = GateJudge.Judge(
            [
                new Gate(
                    GateMetric.TryParse("mAP50")!,
                    Minimum: 0.99,
                    Severity: DiagnosticSeverity.Warning,
                    Location: Place
                ),
            ],
            Baseline,
            Pruned
        )[0];

        Assert.False(verdict.Passed);
        Assert.False(verdict.Blocks);
        Assert.Equal(
            (Codes.GateWarning, DiagnosticSeverity.Warning),
            (verdict.Failure!.Code, verdict.Failure.Severity)
        );
    }

    [Fact]
    public void Getting_better_is_no_drop() =>
        Assert.True(Judge("mAP50", null, null, 0, Pruned with { Map50 = 0.9 }).Passed);

    private static GateVerdict Judge(
        string metric,
        double? minimum,
        double? maximum,
        double? drop,
        Measurements? measured = null
    ) =>
        GateJudge.Judge(
            [new Gate(GateMetric.TryParse(metric)!, minimum, maximum, drop, Location: Place)],
            Baseline,
            measured ?? Pruned
        )[0];
}
