using System.IO;
using System.Linq;
using System.Xml.Linq;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace Pruning.Tasks;

/// <summary>
/// Writes what a library's package says to the apps that use it, so that the models which it carries as files come to
/// lie beside the app. It lies in one folder with the models.
/// </summary>
[MSBuildMultiThreadableTask]
public sealed class WriteModelPackageTargets : FileTask
{
    /// <summary>
    /// Models: identity is the ONNX file; metadata <c>LogicalName</c> is its path below the app's folder.
    /// </summary>
    [Required]
    public ITaskItem[] Models { get; set; } = [];

    /// <summary>Full path.</summary>
    [Required]
    public string OutputFile { get; set; } = "";

    protected override bool Run()
    {
        ContentFile.Write(OutputFile, new XElement("Project", new XElement("ItemGroup", Models.Select(Item))) + "\n");
        return true;
    }

    // Not Content: the kinds of project that look at content, such as web apps, make of it what they like.
    private static XElement Item(ITaskItem model) =>
        new(
            "None",
            new XAttribute("Include", "$(MSBuildThisFileDirectory)" + Path.GetFileName(model.ItemSpec)),
            new XAttribute("Link", model.GetMetadata("LogicalName")),
            new XAttribute("CopyToOutputDirectory", "PreserveNewest"),
            new XAttribute("CopyToPublishDirectory", "PreserveNewest"),
            new XAttribute("Pack", "false"),
            new XAttribute("Visible", "false")
        );
}
