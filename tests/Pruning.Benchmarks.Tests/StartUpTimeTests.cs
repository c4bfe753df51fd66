using Pruning.Benchmarks.Inputs;
using Pruning.Benchmarks.Measuring;
using Pruning.Testing;

namespace Pruning.Benchmarks;

/// <summary>
/// Start-up stays short. The limits are three times what is promised, and the best of three runs counts: a busy machine does not break them,
/// a library that is loaded or compiled for nothing does.
/// </summary>
public class StartUpTimeTests
{
    private const double Slack = 3;

    [Fact]
    public void Help_is_there_at_once() => AssertWithin(0.25, () => Tool.Directly("--help").Run().Elapsed.TotalSeconds);

    [Fact]
    public void A_model_is_inspected_in_a_moment() => AssertWithin(0.8, () => Tool.Directly("inspect", "yolov5n").Run().Elapsed.TotalSeconds);

    [RealDataFact]
    public void A_checkpoint_is_imported_in_a_moment() => AssertWithin(0.3, () => FirstCalls.InFreshProcess(FirstCalls.Import, TestData.PathOf("yolov5n.pt")));

    [Fact]
    public void A_network_is_cut_and_exported_in_a_moment()
    {
        using var folder = new WorkFolder();
        var (model, _) = DrawnInputs.Make(folder, (Train: 1, Validation: 1));
        AssertWithin(1, () => FirstCalls.InFreshProcess(FirstCalls.SurgeryAndExport, model));
    }

    private static void AssertWithin(double seconds, Func<double> measure)
    {
        var best = Enumerable.Range(0, 3).Min(_ => measure());
        Assert.True(best <= Slack * seconds, FormattableString.Invariant($"The best of three took {best:0.000} s; {seconds} s are promised, {Slack * seconds} s allowed."));
    }
}
