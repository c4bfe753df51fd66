using Pruning.Testing;

namespace Pruning.Diagnostics;

public class CatalogueTests
{
    [Fact]
    public void No_code_is_used_twice() =>
        Assert.Empty(Codes.All.GroupBy(code => code.Id).Where(group => group.Count() > 1).Select(group => group.Key));

    [Fact]
    public void Every_code_has_a_page_and_every_page_a_code()
    {
        var pages = Directory
            .GetFiles(Path.Combine(SourceTree.Root, "docs", "codes"), "PRUNE*.md")
            .Select(Path.GetFileNameWithoutExtension)
            .Order(StringComparer.Ordinal);
        Assert.Equal(Codes.All.Select(code => code.Id), pages);
    }

    [Fact]
    public void Every_page_is_headed_by_its_code() =>
        Assert.All(Codes.All, code =>
            Assert.StartsWith(
                $"# {code.Id}",
                File.ReadLines(Path.Combine(SourceTree.Root, "docs", "codes", $"{code.Id}.md")).First(),
                StringComparison.Ordinal
            )
        );
}
