using System.Globalization;
using System.Text;
using Pruning.Data;
using Pruning.Evaluation;
using Pruning.Onnx.Suppression;

namespace Pruning.Onnx;

/// <summary>
/// What a program must know to feed a detector's file and to read its output, as properties of the file; docs/onnx.md
/// says the same for people. All but one are the same in every file. The confidence at which precision and recall were
/// read is known only when the file has been measured, so the exporter leaves room for it, and
/// <see cref="WithF1Confidence"/> fills it in: no other byte of what was measured changes.
/// </summary>
public static class OnnxContract
{
    /// <summary>Confidence where the F1 of all classes is largest.</summary>
    public const string F1ConfidenceKey = "pruning.f1Confidence";

    private const string OutputKey = "pruning.output";
    private const string SuppressionKey = "pruning.suppression";

    private static readonly string OutputText =
        $$"""{"name":"{{OnnxExporter.OutputName(0)}}","row":["x","y","width","height","objectness","scores"],"box":"centre and size in pixels of the input","confidence":"objectness * score"}""";

    // As long as any value: 0.000 to 1.000.
    private const string NotMeasured = "-----";

    /// <summary>In the order in which they are written.</summary>
    internal static IEnumerable<KeyValuePair<string, string>> Properties()
    {
        var (pictures, metrics) = (SuppressionOptions.ForPictures, SuppressionOptions.ForMetrics);
        yield return new(
            "pruning.input",
            string.Create(
                CultureInfo.InvariantCulture,
                $$"""{"name":"{{OnnxExporter.InputName}}","layout":"NCHW","channels":"RGB","range":[0,1],"fit":"letterbox","padding":{{Letterbox.PadValue}}}"""
            )
        );
        yield return new(OutputKey, OutputText);
        yield return new(SuppressionKey, SuppressionText(pictures, metrics, inFile: false));
        yield return new(F1ConfidenceKey, NotMeasured);
    }

    /// <summary>What differs in a file with suppression in it.</summary>
    internal static IEnumerable<KeyValuePair<string, string>> Suppressed(SuppressionOptions options)
    {
        yield return new(
            OutputKey,
            $$"""{"name":"{{SuppressionNames.Output}}","row":["left","top","right","bottom","confidence","class"],"box":"corners in pixels of the input","confidence":"0 behind the last box"}"""
        );
        yield return new(SuppressionKey, SuppressionText(options, SuppressionOptions.ForMetrics, inFile: true));
    }

    private static string SuppressionText(SuppressionOptions pictures, SuppressionOptions metrics, bool inFile) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $$$"""{"inFile":{{{(inFile ? "true" : "false")}}},"confidence":{{{pictures.Confidence}}},"iou":{{{pictures.Iou}}},"measuredWith":{"confidence":{{{metrics.Confidence}}},"iou":{{{metrics.Iou}}},"maximumDetections":{{{metrics.MaximumDetections}}},"multiLabel":true}}"""
        );

    /// <summary>
    /// The file with the confidence in the room that the exporter left; as it is where the confidence is not known, or
    /// where there is no such room.
    /// </summary>
    /// <param name="onnx">A file of the exporter. Not changed.</param>
    /// <param name="confidence">0 to 1, or null.</param>
    public static byte[] WithF1Confidence(byte[] onnx, double? confidence)
    {
        // In protobuf: the key, then the tag of the value, its length, and the value.
        var (key, room) = (
            Encoding.UTF8.GetBytes(F1ConfidenceKey),
            Encoding.UTF8.GetBytes($"\x12{(char)NotMeasured.Length}{NotMeasured}")
        );
        var at = onnx.AsSpan().LastIndexOf([.. key, .. room]);
        if (confidence is not { } value || at < 0)
            return onnx;
        var measured = (byte[])onnx.Clone();
        Encoding
            .UTF8.GetBytes(value.ToString("0.000", CultureInfo.InvariantCulture))
            .CopyTo(measured, at + key.Length + 2);
        return measured;
    }
}
