using System.Xml;
using System.Xml.Linq;
using System.Xml.Schema;
using Pruning.Pipeline.Options;
using Pruning.Testing;

namespace Pruning.Pipeline;

public class OptionSchemaTests
{
    [Fact]
    public void Every_option_and_item_is_explained()
    {
        var elements = Set().GlobalElements.Values.Cast<XmlSchemaElement>().ToDictionary(element => element.Name!);

        Assert.All(OptionCatalogue.All, option =>
            Assert.Contains(option.Help, Documentation(elements[option.Name]), StringComparison.Ordinal)
        );
        Assert.All(ItemCatalogue.All, kind =>
            Assert.Contains(kind.Help, Documentation(elements[kind.Type]), StringComparison.Ordinal)
        );
        Assert.All(ItemCatalogue.All, kind =>
            Assert.Subset(Attributes(elements[kind.Type]), kind.Metadata.Select(one => one.Name).ToHashSet())
        );
    }

    [Fact]
    public void Choices_are_offered() =>
        Assert.Contains("<xs:enumeration value=\"taylor\">", OptionSchema.Write(), StringComparison.Ordinal);

    [Theory]
    [InlineData(
        "<Project Sdk='Pruning.Tasks'><PropertyGroup Condition=\"'$(X)' == "
            + "''\"><Importance>$(Mine)</Importance><Device "
            + "Condition='true'>cuda:1</Device><Own>1</Own></PropertyGroup><ItemGroup><Gate Include='AP50/cat' "
            + "Minimum='0.5' Severity='warning'/><Compile Include='a.cs'/></ItemGroup><Target Name='x'/></Project>"
    )]
    [InlineData(
        "<Project Sdk='Pruning.Tasks'><ItemGroup><Gate "
            + "Include='mAP50'><Minimum>0.5</Minimum></Gate></ItemGroup></Project>"
    )]
    public void A_project_that_builds_is_valid(string project) =>
        XDocument.Parse(project).Validate(Set(), (_, problem) => Assert.Fail(problem.Message));

    [Fact]
    public void The_samples_are_valid() =>
        Assert.All(
            Directory.GetFiles(Path.Combine(SourceTree.Root, "samples"), "*.pruneproj", SearchOption.AllDirectories),
            project => XDocument.Load(project).Validate(Set(), (_, problem) => Assert.Fail(problem.Message))
        );

    private static string Documentation(XmlSchemaElement element) =>
        string.Concat(
            element
                .Annotation!.Items.OfType<XmlSchemaDocumentation>()
                .SelectMany(one => one.Markup!)
                .Select(node => node!.Value)
        );

    private static HashSet<string> Attributes(XmlSchemaElement element) =>
        [
            .. ((XmlSchemaComplexType)element.ElementSchemaType!)
                .AttributeUses.Values.Cast<XmlSchemaAttribute>()
                .Select(attribute => attribute.Name!),
        ];

    private static XmlSchemaSet Set()
    {
        using var reader = XmlReader.Create(new StringReader(OptionSchema.Write()));
        var schemas = new XmlSchemaSet();
        schemas.Add(null, reader);
        schemas.Compile();
        return schemas;
    }
}
