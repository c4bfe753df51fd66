using System.Xml.Linq;
using Pruning.Graphs;

namespace Pruning.Diagnostics;

public class DocumentationTests
{
    [Fact]
    public void Every_public_type_says_what_it_is()
    {
        var library = typeof(Network).Assembly;
        var described = XDocument
            .Load(Path.ChangeExtension(library.Location, ".xml"))
            .Descendants("member")
            .Select(member => member.Attribute("name")!.Value)
            .ToHashSet(StringComparer.Ordinal);
        Assert.Subset(
            described,
            library
                .GetExportedTypes()
                .Select(type => $"T:{type.FullName!.Replace('+', '.')}")
                .ToHashSet(StringComparer.Ordinal)
        );
    }
}
