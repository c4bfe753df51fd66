namespace Pruning.Tasks.Tests;

public sealed class HelpLinkTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_code_links_to_its_page_in_the_package()
    {
        _folder.Write("docs/codes/PRUNE8001.md", "# PRUNE8001");
        var tasks = _folder.PathOf("tasks/netstandard2.0");

        Assert.Equal(new Uri(_folder.PathOf("docs/codes/PRUNE8001.md")).AbsoluteUri, HelpLink.In(tasks, "PRUNE8001"));
        Assert.Null(HelpLink.In(tasks, "PRUNE8002"));
        Assert.Null(HelpLink.In("", "PRUNE8001"));
    }
}
