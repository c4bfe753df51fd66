using System.Reflection;
using System.Xml.Linq;
using Pruning.Pipeline;

namespace Pruning.Diagnostics;

public class DocumentationTests
{
    public static TheoryData<string> Assemblies =>
        [.. EngineIdentity.Assemblies.Select(assembly => assembly.GetName().Name!)];

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void Every_public_type_says_what_it_is(string assembly)
    {
        var library = Assembly.Load(assembly);
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
