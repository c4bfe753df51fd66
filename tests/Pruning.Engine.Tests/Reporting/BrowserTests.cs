using Pruning.Pipeline;
using Pruning.Reporting.Html;
using Pruning.Testing;

namespace Pruning.Reporting;

public sealed class BrowserTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [ChromiumFact]
    public void The_page_opens_without_a_request_or_a_complaint()
    {
        var visit = ChromiumVisit.Open(_folder, HtmlReport.Write(HtmlReportTests.Full));

        Assert.Empty(visit.Requests);
        Assert.Empty(visit.Console);
        Assert.Contains("Before and after", visit.Text, StringComparison.Ordinal);
    }

    [ChromiumFact]
    public void A_page_that_asks_or_complains_would_be_noticed()
    {
        var visit = ChromiumVisit.Open(
            _folder,
            "<!doctype html><img src=\"http://127.0.0.1:9/x.png\"><script>console.error('boom')</script>"
        );

        Assert.Contains("http://127.0.0.1:9/x.png", visit.Requests);
        Assert.Contains(visit.Console, line => line.Contains("boom", StringComparison.Ordinal));
    }
}
