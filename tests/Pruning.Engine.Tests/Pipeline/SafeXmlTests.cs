using System.Xml;
using Pruning.Storage;

namespace Pruning.Pipeline;

/// <summary>XML that somebody else wrote.</summary>
public sealed class SafeXmlTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    // Its library takes time that grows with the square of the depth.
    [Fact]
    public void What_nests_deeper_than_anybody_writes_is_refused_with_its_place()
    {
        File.WriteAllText(_path, $"<Project>\n{string.Concat(Enumerable.Repeat("<ItemGroup>", 200))}");
        var refusal = Assert.Throws<XmlException>(() => SafeXml.Load(_path));
        Assert.Contains("more than 100 levels", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(2, refusal.LineNumber);
    }

    [Fact]
    public void Ninety_levels_are_read()
    {
        File.WriteAllText(
            _path,
            string.Concat(Enumerable.Repeat("<a>", 90)) + string.Concat(Enumerable.Repeat("</a>", 90))
        );
        Assert.Equal(90, SafeXml.Load(_path).Descendants().Count());
    }
}
