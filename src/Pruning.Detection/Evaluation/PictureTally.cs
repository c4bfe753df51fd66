using System.Collections.Immutable;
using System.Text.Json;

namespace Pruning.Evaluation;

/// <summary>
/// One picture's part of a measurement: what it takes to measure again as if there had been other pictures.
/// </summary>
/// <param name="Labels">The class of each.</param>
/// <param name="Confidences">One a detection, most confident first.</param>
/// <param name="Classes">Likewise.</param>
/// <param name="Correct">Likewise; bit t: right at IoU threshold t, see <see cref="DetectionMatching"/>.</param>
public sealed record PictureTally(
    ImmutableArray<int> Labels,
    ImmutableArray<float> Confidences,
    ImmutableArray<int> Classes,
    ImmutableArray<int> Correct
)
{
    /// <summary>The file's name in a stage's result.</summary>
    public const string FileName = "pictures.json";

    /// <summary>On one line: there are some hundred detections a picture.</summary>
    public static string Write(ImmutableArray<PictureTally> pictures) => JsonSerializer.Serialize(pictures);

    /// <exception cref="JsonException">Not what was written.</exception>
    public static ImmutableArray<PictureTally> Read(string path) =>
        JsonSerializer.Deserialize<ImmutableArray<PictureTally>>(File.ReadAllText(path));
}
