using System.Xml.Linq;
using Pruning.Pipeline.Options;

namespace Pruning.SdkFiles;

/// <summary>The target that hands every property to the engine, as MSBuild has evaluated it.</summary>
internal static class OptionTargets
{
    public static string Write() =>
        new XElement(
            "Project",
            new XComment(
                " Made from the option catalogue: every property that the engine knows, as _PruningSetting items. "
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
                    ))
                )
            )
        ) + "\n";
}
