using Pruning.Diagnostics;
using Pruning.Pipeline.Options;
using Pruning.Reporting;

namespace Pruning.Pipeline;

public class ReportListOptionTests
{
    [Theory]
    [InlineData("junit", 1)]
    [InlineData("JUnit; sarif", 2)]
    [InlineData("sarif,junit", 2)]
    [InlineData("sarif junit sarif", 2)]
    [InlineData("none", 0)]
    [InlineData("", 0)]
    public void Formats_stand_in_a_list(string text, int count) =>
        Assert.Equal(count, OptionCatalogue.Reports.Parse(text).Length);

    [Theory]
    [InlineData("html,junit")]
    [InlineData("none")]
    public void What_is_shown_is_read_as_the_same(string text) =>
        Assert.Equal(
            OptionCatalogue.Reports.Parse(text).ToArray(),
            OptionCatalogue.Reports.Parse(ReportListOption.Show(OptionCatalogue.Reports.Parse(text))).ToArray()
        );

    [Fact]
    public void All_are_all() => Assert.Equal(ReportFormat.All, OptionCatalogue.Reports.Parse("all"));

    [Fact]
    public void A_format_that_nobody_writes_is_refused_with_what_was_meant()
    {
        var refusal = Assert.Throws<PruneException>(() => OptionCatalogue.Reports.Parse("junit;sarfi"));
        Assert.Equal(Codes.InvalidValue, refusal.Code);
        Assert.Contains("Did you mean 'sarif'?", refusal.Message, StringComparison.Ordinal);
    }
}
