using System.Collections.Immutable;
using Pruning.Diagnostics;

namespace Pruning.Reporting;

public class QuantizationReportTests
{
    private static readonly QuantizationReport Good = new(
        64,
        8,
        50,
        ["model.0.conv"],
        ImmutableSortedDictionary<string, ValueRange>.Empty
    )
    {
        Cost = new QuantizationCost(0.6, 0.596, 0.005, ["model.23.cv3.conv"]),
        TimeRatio = 0.5,
        TimeRatioHigh = 0.52,
    };

    [Fact]
    public void What_is_near_enough_and_faster_ships_without_a_word_of_warning()
    {
        Assert.Null(Good.WhyNot);
        Assert.Empty(Warnings(Good));
        Assert.Equal(
            "8-bit integers in 50 of 51 convolutions, by ranges of 64 training images; in floats: model.0.conv, of "
                + "which model.23.cv3.conv returned to them for accuracy; cost: 0.0040 of mAP50-95 0.6000, where 0.0050 "
                + "may be lost",
            Good.ToString()
        );
    }

    [Fact]
    public void More_than_may_be_lost_is_warned_of_and_speaks_for_floats()
    {
        var far = Good with { Cost = Good.Cost! with { Map5095 = 0.59 } };
        Assert.Equal("8-bit integers cost 0.0100 of mAP50-95 0.6000, where 0.0050 may be lost", far.WhyNot);
        Assert.Equal([Codes.AccuracyBudgetMissed], Warnings(far));
    }

    [Fact]
    public void What_is_not_shown_to_be_faster_speaks_for_floats_and_what_is_slower_is_warned_of()
    {
        var unsure = Good with { TimeRatio = 0.95, TimeRatioHigh = 1.1 };
        Assert.Contains("not shown to be faster", unsure.WhyNot, StringComparison.Ordinal);
        Assert.Empty(Warnings(unsure));
        Assert.Equal([Codes.QuantizedNotFaster], Warnings(Good with { TimeRatio = 1.2, TimeRatioHigh = 1.3 }));
    }

    [Fact]
    public void Weights_of_fewer_bits_are_said_with_their_reason() =>
        Assert.Contains(
            "(weights have 7 bits: this processor has no VNNI",
            (Good with { WeightBits = 7 }).ToString(),
            StringComparison.Ordinal
        );

    private static IEnumerable<DiagnosticCode> Warnings(QuantizationReport report)
    {
        var diagnostics = new DiagnosticList();
        report.Warn(diagnostics);
        return diagnostics.Items.Select(one => one.Code);
    }
}
