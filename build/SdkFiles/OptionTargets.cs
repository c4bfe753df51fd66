using System.Xml.Linq;
using Pruning.Pipeline.Options;

namespace Pruning.SdkFiles;

/// <summary>The target that hands every property and item to the engine, as MSBuild has evaluated them.</summary>
internal static class OptionTargets
{
    public static string Write() =>
        new XElement(
            "Project",
            new XComment(
                " Made from the engine's catalogues: every property that it knows as _PruningSetting items, "
                    + "every item as _PruningItem, and their types as _PruningItemType. "
            ),
            new XElement(
                "Target",
                new XAttribute("Name", "_PruningListSettings"),
                new XElement(
                    "ItemGroup",
                    OptionCatalogue.All.Select(option => new XElement(
                        "_PruningSetting",
                        new XAttribute("Include", option.Name),
                        new XAttribute("Value", $"$({option.Name})")
                    )),
                    ItemCatalogue.All.SelectMany(Items)
                )
            )
        ) + "\n";

    private static IEnumerable<XElement> Items(ItemKind kind)
    {
        yield return new XElement(
            "_PruningItemType",
            new XAttribute("Include", kind.Type),
            new XAttribute("NamesFiles", kind.NamesFiles)
        );
        yield return new XElement(
            "_PruningItem",
            new XAttribute("Include", $"@({kind.Type})"),
            new XAttribute("PruningItemType", kind.Type)
        );
    }
}
