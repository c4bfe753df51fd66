using System.Collections.Immutable;
using Pruning.Evaluation;

namespace Pruning.DotnetTool.Output;

/// <summary>What <c>detect</c> tells.</summary>
internal sealed record DetectionOutput(string Model, string Runtime, ImmutableArray<DetectedPicture> Images);

/// <summary>One picture's boxes, most confident first.</summary>
/// <param name="Output">The annotated copy; null where none was asked for.</param>
internal sealed record DetectedPicture(string Image, string? Output, ImmutableArray<DetectedBox> Detections);

/// <summary>A box in pixels of the picture.</summary>
internal sealed record DetectedBox(
    string Class,
    int ClassIndex,
    float Confidence,
    float Left,
    float Top,
    float Right,
    float Bottom
)
{
    public static DetectedBox Of(Detection box, ImmutableArray<string> classNames) =>
        new(classNames[box.ClassIndex], box.ClassIndex, box.Confidence, box.Left, box.Top, box.Right, box.Bottom);
}
