using System.Collections.Immutable;
using Pruning.Diagnostics;
using Pruning.Pipeline.Stages;

namespace Pruning.Evaluation.Gates;

/// <summary>Which classes a gate may name before anything is trained for it.</summary>
public class GateClassesTests
{
    private static readonly ImmutableArray<string> Classes = ["RBC", "WBC", "RB?"];

    [Theory]
    [InlineData("AP50/RBC")]
    [InlineData("AP50/*")]
    [InlineData("AP/*")]
    [InlineData("AP50/RB?")]
    [InlineData("mAP50")]
    public void One_of_the_datasets_or_every_one(string metric) =>
        GateClasses.Check([new Gate(GateMetric.TryParse(metric)!, Minimum: 0.5)], Classes);

    [Theory]
    [InlineData("AP50/Rbc")]
    [InlineData("AP50/R*")]
    public void Any_other_is_refused(string metric) =>
        Assert.Equal(
            Codes.GateUnknownClass,
            Assert
                .Throws<PruneException>(() =>
                    GateClasses.Check([new Gate(GateMetric.TryParse(metric)!, Minimum: 0.5)], Classes)
                )
                .Code
        );
}
