using System.Xml.Linq;

namespace Pruning.Pipeline.Options;

/// <summary>
/// The catalogues as an XML schema: what editors complete and explain while a .pruneproj is written. It refuses no
/// project that MSBuild and the engine take: other properties, items and targets stay free, and so do values that hold
/// <c>$(…)</c>.
/// </summary>
public static class OptionSchema
{
    private static readonly string[] Switch = ["true", "false"];

    private const string AnyText = "xs:string";

    private static readonly XNamespace Xs = "http://www.w3.org/2001/XMLSchema";

    public static string Write() =>
        new XComment(" Made from the option catalogue when the SDK is built. ")
        + "\n"
        + new XElement(
            Xs + "schema",
            new XAttribute(XNamespace.Xmlns + "xs", Xs),
            new XAttribute("elementFormDefault", "qualified"),
            Element(
                "Project",
                "A model: trained, pruned, judged and exported by a build.",
                Open(Attribute("Sdk", "Pruning.Tasks."), Attribute("DefaultTargets"), Attribute("InitialTargets"))
            ),
            Element("PropertyGroup", "Properties.", Open(Attribute("Condition"), Attribute("Label"))),
            Element("ItemGroup", "Items.", Open(Attribute("Condition"), Attribute("Label"))),
            OptionCatalogue.All.Select(Property),
            OptionCatalogue.BuildKnobs.Select(name =>
                Element(name, "Read by the SDK: docs/how-a-build-runs.md.", Text(AnyText))
            ),
            ItemCatalogue.All.Select(Item),
            Types
        )
        + "\n";

    private static XElement Property(ProjectOption option)
    {
        var @default = option.Default.Length > 0 ? $" Default: {option.Default}." : "";
        return Element(
            option.Name,
            $"{option.Help} Takes {option.Values}.{@default}",
            Text(Offered(option) is null ? AnyText : TypeOf(option))
        );
    }

    private static IEnumerable<XElement> Types =>
        OptionCatalogue
            .All.Where(option => Offered(option) is not null)
            .Select(option => Suggested(Offered(option)!, TypeOf(option)));

    private static string TypeOf(ProjectOption option) => $"{option.Name}Value";

    private static IEnumerable<(string Name, string Help)>? Offered(ProjectOption option) =>
        option switch
        {
            ChoiceOption choice => choice.Choices.Where(one => one.Name.Length > 0).Select(one => (one.Name, one.Help)),
            SwitchOption => Switch.Select(value => (value, "")),
            _ => null,
        };

    private static XElement Item(ItemKind kind)
    {
        string[] standing = ["Remove", "Update", "Exclude", "Condition", "Label"];
        var includes =
            kind == ItemCatalogue.SparsityTarget ? ItemCatalogue.TargetNames.Add(ItemCatalogue.MaximumDrop)
            : kind == ItemCatalogue.Gate ? Evaluation.Gates.GateMetric.KnownNames
            : [];
        var include = new XElement(
            Xs + "attribute",
            new XAttribute("name", "Include"),
            Documentation(kind.Includes),
            Suggested(includes.Where(name => !name.Contains('<', StringComparison.Ordinal)).Select(name => (name, "")))
        );
        return Element(
            kind.Type,
            kind.Help,
            Open([
                include,
                .. kind.Metadata.Select(one => Attribute(one.Name, one.Help)),
                .. standing.Select(name => Attribute(name)),
            ])
        );
    }

    private static XElement Element(string name, string help, XElement type) =>
        new(Xs + "element", new XAttribute("name", name), Documentation(help), type);

    // What is declared here is checked wherever it stands; anything else may stand beside it.
    private static XElement Open(params IEnumerable<XElement> attributes) =>
        new(
            Xs + "complexType",
            new XElement(
                Xs + "sequence",
                new XElement(
                    Xs + "any",
                    new XAttribute("processContents", "lax"),
                    new XAttribute("minOccurs", 0),
                    new XAttribute("maxOccurs", "unbounded")
                )
            ),
            attributes,
            new XElement(Xs + "anyAttribute", new XAttribute("processContents", "lax"))
        );

    private static XElement Text(string type) =>
        new(Xs + "complexType", new XElement(Xs + "simpleContent", Extension(type)));

    private static XElement Extension(string type) => new(Xs + "extension", new XAttribute("base", type), Standing());

    private static XElement[] Standing() => [Attribute("Condition"), Attribute("Label")];

    // A union with any text: editors offer the names, and what is wrong the build says at its line.
    private static XElement Suggested(IEnumerable<(string Name, string Help)> values, string? name = null) =>
        new(
            Xs + "simpleType",
            name is null ? null : new XAttribute("name", name),
            new XElement(
                Xs + "union",
                new XAttribute("memberTypes", AnyText),
                new XElement(
                    Xs + "simpleType",
                    new XElement(Xs + "restriction", new XAttribute("base", AnyText), values.Select(Enumeration))
                )
            )
        );

    private static XElement Enumeration((string Name, string Help) value) =>
        new(
            Xs + "enumeration",
            new XAttribute("value", value.Name),
            value.Help.Length > 0 ? Documentation(value.Help) : null
        );

    private static XElement Attribute(string name, string? help = null) =>
        new(
            Xs + "attribute",
            new XAttribute("name", name),
            new XAttribute("type", AnyText),
            help is null ? null : Documentation(help)
        );

    private static XElement Documentation(string text) =>
        new(Xs + "annotation", new XElement(Xs + "documentation", text));
}
