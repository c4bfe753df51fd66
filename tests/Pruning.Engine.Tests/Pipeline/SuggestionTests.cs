using Pruning.Diagnostics;
using Pruning.Pipeline.Options;

namespace Pruning.Pipeline;

public class SuggestionTests
{
    [Theory]
    [InlineData("FineTuneEpoch", "FineTuneEpochs")]
    [InlineData("TrainingEpochs", "TrainEpochs")]
    [InlineData("Datset", "Dataset")]
    [InlineData("Devcie", "Device")]
    public void Finds_what_was_meant(string written, string meant) =>
        Assert.Equal(meant, Suggestion.For(written, OptionCatalogue.All.Select(option => option.Name)));

    [Theory]
    [InlineData("Service")]
    [InlineData("TargetFramework")]
    [InlineData("Version")]
    [InlineData("Configuration")]
    [InlineData("")]
    public void Leaves_other_names_alone(string written) =>
        Assert.Null(Suggestion.For(written, OptionCatalogue.All.Select(option => option.Name)));
}
