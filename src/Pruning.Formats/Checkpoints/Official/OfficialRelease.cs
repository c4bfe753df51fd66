using System.Collections.Frozen;
using Pruning.Yolo;

namespace Pruning.Checkpoints.Official;

/// <summary>
/// The release that YOLOv5's authors published their weights in: v7.0, one file an architecture, trained on COCO.
/// </summary>
public static class OfficialRelease
{
    public const string Version = "v7.0";

    /// <summary>Where its files are.</summary>
    public static readonly Uri Address = new("https://github.com/ultralytics/yolov5/releases/download/v7.0/");

    /// <summary>Files are at most this large, in bytes; yolov5x6.pt has 283 million.</summary>
    public const long LargestFile = 512L << 20;

    /// <summary>SHA-256 by file, lower-case hexadecimal, as far as several sources agree on it.</summary>
    private static readonly FrozenDictionary<string, string> Hashes = new Dictionary<string, string>
    {
        ["yolov5n.pt"] = "4f180cf23ba0717ada0badd6c685026d73d48f184d00fc159c2641284b2ac0a3",
        ["yolov5s.pt"] = "8b3b748c1e592ddd8868022e8732fde20025197328490623cc16c6f24d0782ee",
        ["yolov5m.pt"] = "61d933360ba5a7733a36764996c800287d973889d875227f5beedd2473a97a56",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Whether a text is the bare name of an official file, <c>yolov5n.pt</c> to <c>yolov5x6.pt</c>.</summary>
    public static bool Names(string text) =>
        text.EndsWith(".pt", StringComparison.Ordinal)
        && YoloArchitecture.Names.Contains(text[..^".pt".Length], StringComparer.Ordinal);

    /// <summary>The file's SHA-256, or null where it is not known.</summary>
    public static string? HashOf(string name) => Hashes.GetValueOrDefault(name);
}
