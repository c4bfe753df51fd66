using Pruning.Diagnostics;
using Pruning.Pipeline;
using Pruning.Reporting;

namespace Pruning.Evaluation.Gates;

public sealed class LockedBaselineTests : IDisposable
{
    private static readonly ModelReport Model = new(Reports.Slim, Reports.SlimAccuracy, null);

    private readonly TemporaryFolder _folder = new();

    private LockedBaselineOptions Options =>
        new(LockedBaselineFile.PathOf(_folder.PathOf("Detector.pruneproj")), Accept: false, 0.01, 0.01);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_is_written_is_read_again_in_a_stable_order_and_passes()
    {
        var locked = Model.Lock(Reports.Latency);
        LockedBaselineFile.Write(Options.Path, locked);
        var first = File.ReadAllText(Options.Path);
        LockedBaselineFile.Write(
            Options.Path,
            LockedBaselineFile.Read(Options.Path)! with
            {
                Metrics = locked.Metrics,
            }
        );

        Assert.EndsWith("Detector.pruning.lock.json", Options.Path, StringComparison.Ordinal);
        Assert.Equal(first, File.ReadAllText(Options.Path));
        Assert.Equal(
            ["AP50/RBC", "AP50/WBC", "FileSize", "Flops", "Parameters", "mAP50", "mAP50-95"],
            locked.Metrics.Keys
        );
        Assert.All(Compare(Model, Reports.Latency).Rows, row => Assert.Equal(LockedVerdict.Same, row.Verdict));
    }

    [Theory]
    [InlineData(0.8413, LockedVerdict.Same)]
    [InlineData(0.8411, LockedVerdict.Worse)]
    [InlineData(0.8700, LockedVerdict.Better)]
    [InlineData(null, LockedVerdict.Worse)]
    public void Accuracy_has_an_absolute_slack_and_what_was_not_measured_is_worse(double? now, LockedVerdict expected)
    {
        var compared = Compare(
            Model with
            {
                Accuracy = Reports.SlimAccuracy with { Metrics = Reports.SlimAccuracy.Metrics with { Map50 = now } },
            },
            Reports.Latency
        );

        Assert.Equal(expected, compared.Rows.Single(row => row.Metric == "mAP50").Verdict);
        Assert.Equal(expected != LockedVerdict.Worse, compared.Passed);
        Assert.Equal(expected == LockedVerdict.Better, compared.IsBetter);
    }

    [Theory]
    [InlineData(0.821, LockedVerdict.Same)]
    [InlineData(0.819, LockedVerdict.Worse)]
    public void A_class_has_three_times_the_slack(double now, LockedVerdict expected)
    {
        var accuracy = Reports.SlimAccuracy with
        {
            Classes = Reports.SlimAccuracy.Classes.SetItem(0, Reports.SlimAccuracy.Classes[0] with { Ap50 = now }),
        };
        Assert.Equal(
            expected,
            Compare(Model with { Accuracy = accuracy }, Reports.Latency)
                .Rows.Single(row => row.Metric == "AP50/RBC")
                .Verdict
        );
    }

    [Theory]
    [InlineData(3_330_000, LockedVerdict.Same)]
    [InlineData(3_340_000, LockedVerdict.Worse)]
    [InlineData(3_000_000, LockedVerdict.Better)]
    public void Costs_have_a_relative_slack(long size, LockedVerdict expected) =>
        Assert.Equal(
            expected,
            Compare(Model with { Summary = Reports.Slim with { FileSize = size } }, Reports.Latency)
                .Rows.Single(row => row.Metric == "FileSize")
                .Verdict
        );

    [Theory]
    [InlineData(0.83, 0.80, 1.1, "a processor, 2 logical cores", LockedVerdict.Same)]
    [InlineData(0.95, 0.80, 1.1, "a processor, 2 logical cores", LockedVerdict.NotShown)]
    [InlineData(0.95, 0.90, 1.0, "a processor, 2 logical cores", LockedVerdict.Worse)]
    [InlineData(0.70, 0.68, 0.72, "a processor, 2 logical cores", LockedVerdict.Better)]
    [InlineData(0.95, 0.90, 1.0, "another", LockedVerdict.NotCompared)]
    public void A_latency_ratio_is_worse_only_where_the_spreads_lie_apart(
        double ratio,
        double low,
        double high,
        string machine,
        LockedVerdict expected
    )
    {
        var now = Reports.Latency with { Ratio = ratio, RatioLow = low, RatioHigh = high, Machine = machine };
        var other = Model with { Summary = Reports.Slim with { Parameters = Reports.Slim.Parameters + 1 } };
        Assert.Equal(expected, Compare(other, now).Rows.Single(row => row.Metric == "LatencyRatio").Verdict);
        // A network of the locked shape cannot have become slower: the machine has.
        Assert.Equal(
            expected is LockedVerdict.NotCompared or LockedVerdict.Same || !double.IsFinite(ratio)
                ? expected
                : LockedVerdict.SameNetwork,
            Compare(Model, now).Rows.Single(row => row.Metric == "LatencyRatio").Verdict
        );
    }

    [Fact]
    public void A_failure_names_locked_now_and_allowed_and_severity_makes_it_a_warning()
    {
        var compared = Compare(
            Model with
            {
                Accuracy = Reports.SlimAccuracy with { Metrics = Reports.SlimAccuracy.Metrics with { Map50 = 0.8 } },
            },
            Reports.Latency
        );

        var failure = compared.Failure(Options)!;
        Assert.Equal((Codes.BaselineWorse, DiagnosticSeverity.Error), (failure.Code, failure.Severity));
        Assert.StartsWith(
            "The model is worse than the locked baseline in mAP50: ",
            failure.Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "mAP50 is locked at 0.8512, is 0.8000 now, and 0.8412 is allowed",
            failure.Message,
            StringComparison.Ordinal
        );
        Assert.Equal(
            Codes.BaselineWarning,
            compared.Failure(Options with { Severity = DiagnosticSeverity.Warning })!.Code
        );
    }

    [Fact]
    public void Other_images_are_not_compared()
    {
        var locked = Model.Lock(Reports.Latency);
        Assert.Null(Incomparable(locked, Reports.SlimAccuracy));
        Assert.Equal(
            Codes.BaselineNotComparable,
            Incomparable(locked, Reports.SlimAccuracy with { Images = 88 })!.Code
        );
        Assert.Equal(
            Codes.BaselineNotComparable,
            Incomparable(locked, Reports.SlimAccuracy with { Split = "test" })!.Code
        );

        var content = new string('c', 64);
        var paired = locked with { Pictures = new LockedPicturesMark(new string('0', 64), content) };
        Assert.Null(Incomparable(paired, Reports.SlimAccuracy, content));
        Assert.Null(Incomparable(locked, Reports.SlimAccuracy, content));
        var changed = Incomparable(paired, Reports.SlimAccuracy, new string('d', 64))!;
        Assert.Equal(Codes.BaselineNotComparable, changed.Code);
        Assert.Contains(
            "no longer those that the locked baseline was measured on (it says cccccccccccc, they are dddddddddddd)",
            changed.Message,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("<<<<<<< HEAD")]
    [InlineData("{}")]
    [InlineData("""{"version":2,"split":"val","images":1,"sha256":"","metrics":{"mAP50":1}}""")]
    [InlineData("""{"version":1,"split":"val","images":0,"sha256":"","metrics":{"mAP50":1}}""")]
    [InlineData("""{"version":1,"split":"val","images":1,"sha256":"","metrics":{}}""")]
    [InlineData("""{"version":1,"split":"val","images":1,"sha256":"","metrics":{"mAP51":1}}""")]
    [InlineData("""{"version":1,"split":"val","images":1,"sha256":"","metrics":{"mAP50":1e999}}""")]
    [InlineData("""{"version":1,"split":"val","images":1,"sha256":"","metrics":{"mAP50":1},"pictures":{}}""")]
    [InlineData(
        """{"version":1,"split":"val","images":1,"sha256":"","metrics":{"mAP50":1},"pictures":{"sha256":"AB","content":"c"}}"""
    )]
    [InlineData(
        """{"version":1,"split":"val","images":1,"sha256":"","metrics":{"mAP50":1},"latency":{"ratio":1,"low":2,"high":3,"processor":""}}"""
    )]
    public void A_damaged_file_is_refused(string text)
    {
        File.WriteAllText(Options.Path, text);
        Assert.Equal(
            Codes.BaselineUnreadable,
            Assert.Throws<PruneException>(() => LockedBaselineFile.Read(Options.Path)).Code
        );
    }

    [Fact]
    public void Without_a_file_there_is_nothing_to_compare() => Assert.Null(LockedBaselineFile.Read(Options.Path));

    private LockedComparison Compare(ModelReport model, LatencyReport latency) =>
        model.CompareWith(Model.Lock(Reports.Latency), latency, Options);

    private PruneDiagnostic? Incomparable(LockedBaseline locked, AccuracyReport now, string? content = null) =>
        LockedComparison.Incomparable(locked, now.Split, now.Images, Options, content);
}
