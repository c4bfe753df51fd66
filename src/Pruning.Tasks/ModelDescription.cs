using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Xml;
using System.Xml.Linq;

namespace Pruning.Tasks;

/// <summary>
/// What the engine says of a finished model, <c>Detector.model.xml</c>: <c>&lt;PrunedModel Version="1" Name="Detector"
/// ImageWidth="320" ImageHeight="320" Stride="32" Sha256="…" Quantized="true"&gt;&lt;Label&gt;cat&lt;/Label&gt;…&lt;Metric Name="mAP50"
/// Value="0.91" /&gt;…</c>
/// </summary>
internal sealed class ModelDescription
{
    private ModelDescription(XElement root)
    {
        if (root.Name.LocalName != "PrunedModel" || (string?)root.Attribute("Version") != "1")
            throw new InvalidDataException("it is not a version 1 'PrunedModel' element");
        Name = Required(root, "Name");
        ImageWidth = Number(root, "ImageWidth");
        ImageHeight = Number(root, "ImageHeight");
        Stride = Number(root, "Stride");
        Sha256 = Required(root, "Sha256");
        IsQuantized = (string?)root.Attribute("Quantized") == "true";
        Labels = [.. root.Elements("Label").Select(label => label.Value)];
        Metrics =
        [
            .. root.Elements("Metric")
                .Select(metric => new KeyValuePair<string, double>(Required(metric, "Name"), Value(metric))),
        ];
    }

    public string Name { get; }

    public int ImageWidth { get; }

    public int ImageHeight { get; }

    public int Stride { get; }

    public string Sha256 { get; }

    /// <summary>Whether it computes with 8-bit integers; absent in descriptions of older engines.</summary>
    public bool IsQuantized { get; }

    public IReadOnlyList<string> Labels { get; }

    public IReadOnlyList<KeyValuePair<string, double>> Metrics { get; }

    /// <exception cref="InvalidDataException">Missing, damaged, or of another version.</exception>
    public static ModelDescription Read(string path)
    {
        try
        {
            return new ModelDescription(ShallowXml.Load(path).Root!);
        }
        catch (Exception failure) when (failure is XmlException or IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException(failure.Message, failure);
        }
    }

    private static double Value(XElement metric) =>
        double.TryParse(Required(metric, "Value"), NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new InvalidDataException(
                $"the metric '{Required(metric, "Name")}' is '{Required(metric, "Value")}', which is not a number"
            );

    private static int Number(XElement element, string attribute) =>
        int.TryParse(Required(element, attribute), NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new InvalidDataException(
                $"{attribute} is '{Required(element, attribute)}', which is not a whole number"
            );

    private static string Required(XElement element, string attribute) =>
        (string?)element.Attribute(attribute) is { Length: > 0 } value
            ? value
            : throw new InvalidDataException($"'{element.Name.LocalName}' has no {attribute}");
}
