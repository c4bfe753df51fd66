using Pruning.Benchmarks.Slimming;
using Pruning.Pipeline.Options;

namespace Pruning.Benchmarks;

public sealed class SlimmingTrialTests
{
    // What a project does not know it does not read, and the row would be another one's under a name of its own.
    [Fact]
    public void Each_sets_what_a_project_has()
    {
        var known = OptionCatalogue.All.Select(option => option.Name).ToHashSet(StringComparer.Ordinal);
        Assert.All(SlimmingTrial.All(15, 15).SelectMany(trial => trial.Settings), setting =>
            Assert.Contains(setting.Property, known)
        );
    }
}
