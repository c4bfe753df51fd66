using System.Globalization;
using System.Xml.Linq;

namespace Pruning.Reporting;

/// <summary><c>&lt;Name&gt;.model.xml</c>: what the generated accessor tells an app about its model.</summary>
public static class ModelDescription
{
    public static string Write(RunReport report)
    {
        var (summary, accuracy) = (report.Model.Summary, report.Model.Accuracy);
        var root = new XElement(
            "PrunedModel",
            new XAttribute("Version", 1),
            new XAttribute("Name", report.Name),
            new XAttribute("ImageWidth", summary.ImageSize),
            new XAttribute("ImageHeight", summary.ImageSize),
            new XAttribute("Stride", summary.Stride),
            new XAttribute("Sha256", summary.Sha256),
            summary.IsQuantized ? new XAttribute("Quantized", true) : null,
            summary.Classes.Select(name => new XElement("Label", XmlText.Of(name))),
            Metric("mAP50", accuracy.Metrics.Map50),
            Metric("mAP50-95", accuracy.Metrics.Map5095),
            Metric("Precision", accuracy.Metrics.Precision),
            Metric("Recall", accuracy.Metrics.Recall),
            Metric("F1Confidence", accuracy.F1Confidence),
            Metric("Parameters", summary.Parameters),
            Metric("Flops", summary.Flops),
            Metric("FileSize", summary.FileSize)
        );
        return root + "\n";
    }

    private static XElement? Metric(string name, double? value) =>
        value is { } number && double.IsFinite(number)
            ? new XElement(
                "Metric",
                new XAttribute("Name", name),
                new XAttribute("Value", number.ToString("R", CultureInfo.InvariantCulture))
            )
            : null;
}
