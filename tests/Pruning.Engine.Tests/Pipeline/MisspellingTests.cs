using Pruning.Diagnostics;
using Pruning.Pipeline.Options;

namespace Pruning.Pipeline;

/// <summary>
/// A name of ours with a slip of the hand would leave a default in force: no dense epochs, or no gate.
/// </summary>
public sealed class MisspellingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly DiagnosticList _said = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("<TrainEpoch>30</TrainEpoch>", "'TrainEpochs'")]
    [InlineData("<FineTunesEpochs>30</FineTunesEpochs>", "'FineTuneEpochs'")]
    [InlineData("<PruningCacheDirr>x</PruningCacheDirr>", "'PruningCacheDir'")]
    public void A_property_is_refused_at_its_line(string property, string meant) =>
        Refused(Codes.MisspeltProperty, ProjectFiles.With(property), meant, line: 6);

    [Fact]
    public void So_is_one_that_the_usual_condition_guards() =>
        Refused(
            Codes.MisspeltProperty,
            ProjectFiles.With("<TrainEpoch Condition=\"'$(TrainEpoch)' == ''\">30</TrainEpoch>"),
            "'TrainEpochs'",
            line: 6
        );

    [Fact]
    public void An_item_type_is_refused_at_its_line() =>
        Refused(
            Codes.MisspeltItem,
            ProjectFiles.With("", """<Gates Include="mAP50" Minimum="0.5" />"""),
            "'Gate'",
            line: 7
        );

    [Fact]
    public void Each_is_told()
    {
        Refused(
            Codes.MisspeltItem,
            ProjectFiles.With("<Seeed>3</Seeed>", """<Gates Include="mAP50" Minimum="0.5" />"""),
            "'Gate'",
            line: 7
        );

        Assert.Equal(
            (Codes.MisspeltProperty, DiagnosticSeverity.Error),
            (Assert.Single(_said.Items).Code, _said.Items[0].Severity)
        );
    }

    [Theory]
    [InlineData("<Nullable>enable</Nullable><Platform>x64</Platform><Service>3</Service>", "")]
    [InlineData("<Dataset2>more</Dataset2><Other>$(Dataset2)</Other>", "")]
    [InlineData("<Dataset2>more</Dataset2><Other Condition=\"'$(dataset2.Trim())' == ''\">1</Other>", "")]
    [InlineData("", """<Gates Include="0.5" /><Bounds Include="@(Gates)" />""")]
    public void Names_of_others_and_names_that_the_project_reads_itself_are_free(string properties, string items)
    {
        ProjectOptions.Read(ProjectFiles.Request(_folder, ProjectFiles.With(properties, items)), _said);

        Assert.Empty(_said.Items);
    }

    [Fact]
    public void A_property_of_a_command_line_is_refused_in_the_same_way()
    {
        var request = ProjectFiles.Request(_folder, ProjectFiles.With("<Other>$(Dataset2)</Other>"));

        Assert.Contains(
            "'FineTuneEpochs'",
            Assert.Throws<PruneException>(() => Misspellings.RefuseGiven("FineTuneEpoch", request)).Message,
            StringComparison.Ordinal
        );
        foreach (var free in (string[])["FineTuneEpochs", "finetuneepochs", "Configuration", "Dataset2"])
            Misspellings.RefuseGiven(free, request);
    }

    private void Refused(DiagnosticCode code, string project, string says, int line)
    {
        var refusal = Assert.Throws<PruneException>(() =>
            ProjectOptions.Read(ProjectFiles.Request(_folder, project), _said)
        );

        Assert.Equal(code, refusal.Code);
        Assert.Equal(DiagnosticSeverity.Error, refusal.Diagnostic.Severity);
        Assert.Contains(says, refusal.Message, StringComparison.Ordinal);
        Assert.Equal(line, refusal.Diagnostic.Location!.Value.Line);
    }
}
