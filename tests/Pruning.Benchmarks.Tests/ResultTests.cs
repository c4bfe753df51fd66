using System.Collections.Immutable;
using Pruning.Benchmarks.Results;

namespace Pruning.Benchmarks;

public class ResultTests
{
    [Fact]
    public void A_sample_is_its_median_and_quartiles()
    {
        Assert.Equal(new Sample(3, 2, 4, 5), Sample.Of([5, 1, 3, 2, 4]));
        Assert.Throws<ArgumentException>(() => Sample.Of([]));
    }

    [Fact]
    public void Growth_tells_linear_from_quadratic()
    {
        Assert.Equal(1, Growth.Exponent((100, 5), (1000, 50)), 12);
        Assert.Equal(2, Growth.Exponent((100, 5), (1000, 500)), 12);
        Assert.Equal(3, Growth.Slope([1, 4, 7, 10]), 12);
        Assert.Equal(0, Growth.Slope([2, 1, 1, 2]), 12);
    }

    [Fact]
    public void The_table_shows_spread_targets_and_notes()
    {
        var machine = new MachineDescription(
            "A processor",
            2,
            ["avx2"],
            8_000_000_000,
            "An OS",
            "A runtime",
            0.5,
            ["a library 1.0"]
        );
        ImmutableArray<Figure> figures =
        [
            new("fast", "images/s", new Sample(12345.6, 12000, 13000, 7), Target.AtLeast(10_000)),
            new("slow", "s", Sample.Single(0.51234), Target.AtMost(0.25), "a note"),
            new("plain", "MB", Sample.Single(12.3456)),
        ];
        var writer = new StringWriter();
        ReportTable.Write(
            new BenchmarkReport(machine, "on pictures", IsQuick: false, [new PartResult("part", figures, 1)]),
            writer
        );
        Assert.Equal(
            """
            A processor, 2 cores, 8.0 GB, An OS, A runtime
            avx2; a library 1.0
            load 0.50; on pictures

            part   unit      median        quartiles  n  target
            fast   images/s  12,346  12,000 … 13,000  7  ≥ 10,000 met
            slow   s         0.5123                   1  ≤ 0.2500 MISSED  a note
            plain  MB         12.35                   1
            """,
            writer.ToString().ReplaceLineEndings("\n").TrimEnd()
        );
    }
}
