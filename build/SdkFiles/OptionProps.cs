using System.Xml.Linq;
using Pruning.Pipeline.Options;

namespace Pruning.SdkFiles;

/// <summary>
/// The plain names of the domain are also names of environment variables (DEVICE, SEED, DATASET, …), which MSBuild
/// would take for properties. Emptied before the project's own lines, only the project, its imports and the command
/// line set them.
/// </summary>
internal static class OptionProps
{
    public static string Write() =>
        new XElement(
            "Project",
            new XComment(" Made from the option catalogue: every property that does not begin with Pruning. "),
            new XElement(
                "PropertyGroup",
                OptionCatalogue
                    .All.Where(option => !option.Name.StartsWith("Pruning", StringComparison.Ordinal))
                    .Select(option => new XElement(option.Name))
            )
        ) + "\n";
}
