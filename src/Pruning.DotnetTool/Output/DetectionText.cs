using System.Globalization;
using Pruning.DotnetTool.Terminal;

namespace Pruning.DotnetTool.Output;

/// <summary>A <see cref="DetectionOutput"/> for people.</summary>
internal static class DetectionText
{
    public static void Write(TextWriter writer, DetectionOutput result)
    {
        foreach (var picture in result.Images)
        {
            writer.WriteLine(
                $"{picture.Image}: {picture.Detections.Length} "
                    + $"{(picture.Detections.Length == 1 ? "detection" : "detections")}{(picture.Output is { } drawn ? $", drawn in {drawn}" : "")}"
            );
            if (picture.Detections.IsEmpty)
                continue;
            var table = new TextTable("  class", "confidence", "left", "top", "right", "bottom");
            foreach (var box in picture.Detections)
                table.Add(
                    $"  {box.Class}",
                    box.Confidence.ToString("0.000", CultureInfo.InvariantCulture),
                    Pixel(box.Left),
                    Pixel(box.Top),
                    Pixel(box.Right),
                    Pixel(box.Bottom)
                );
            table.Write(writer);
        }
    }

    private static string Pixel(float value) => value.ToString("0.0", CultureInfo.InvariantCulture);
}
