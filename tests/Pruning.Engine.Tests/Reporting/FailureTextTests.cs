using Pruning.Diagnostics;
using Pruning.Evaluation.Gates;

namespace Pruning.Reporting;

/// <summary>A headline names what failed, and nothing that passed.</summary>
public class FailureTextTests
{
    private static readonly LockedComparison Worse = new(
        "Detector.pruning.lock.json",
        Passed: false,
        [
            new("mAP50", 0.8512, 0.8, 0.8412, LockedVerdict.Worse),
            new("mAP50-95", 0.5, 0.5, 0.49, LockedVerdict.Same),
            new("AP50/WBC", 0.9, null, 0.87, LockedVerdict.Worse),
        ]
    );

    private static readonly RunReport Failed = Reports.Run with { Passed = false };

    [Fact]
    public void A_model_that_ships_has_none() => Assert.Null(FailureText.Of(Reports.Run));

    [Fact]
    public void The_locked_baseline_is_named_where_all_gates_passed() =>
        Assert.Equal(
            "worse than the locked baseline in mAP50 (0.8000, locked at 0.8512), AP50/WBC (not measured, locked "
                + "at 0.9000)",
            FailureText.Of(Failed with { Locked = Worse })
        );

    [Fact]
    public void Gates_are_named_with_value_and_bound_and_those_that_warn_are_not()
    {
        GateReport Gate(string metric) => new(metric, 0.9, null, null, "error", 0.8, 0.7, false, null);
        Assert.Equal(
            "gate mAP50 (0.7, at least 0.9)",
            FailureText.Of(Failed with { Gates = Failed.Gates.Add(Gate("mAP50")) })
        );
        Assert.Equal(
            "gates a (0.7, at least 0.9), b (0.7, at least 0.9), c (0.7, at least 0.9), d (0.7, at least 0.9), e "
                + "(0.7, at least 0.9) and 1 more",
            FailureText.Of(Failed with { Gates = [.. "abcdef".Select(name => Gate($"{name}"))] })
        );
    }

    [Fact]
    public void Where_the_locked_baseline_only_warns_it_is_no_culprit()
    {
        var warned = Failed with
        {
            Locked = Worse,
            Gates = [new("mAP50", 0.9, null, null, "error", 0.8, 0.7, false, null)],
            Diagnostics = [new DiagnosticReport(Codes.BaselineWarning.Id, "warning", "", null, null, null)],
        };
        Assert.Equal("gate mAP50 (0.7, at least 0.9)", FailureText.Of(warned));
    }
}
