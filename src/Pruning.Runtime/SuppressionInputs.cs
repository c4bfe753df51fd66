using Microsoft.ML.OnnxRuntime;

namespace Pruning.Runtime;

/// <summary>
/// What a file with suppression in it may be given beside the picture; without, it takes what it was exported with.
/// </summary>
internal sealed record SuppressionInputs(float Confidence, float Overlap, float ClassOffset)
{
    /// <summary>The output of such a file: <c>[1, boxes, 6]</c>.</summary>
    public const string Output = "detections";

    /// <summary>Left, top, right, bottom, confidence, class.</summary>
    public const int Columns = 6;

    private const string ConfidenceName = "suppression.confidence";
    private const string OverlapName = "suppression.overlap";
    private const string ClassOffsetName = "suppression.class_offset";

    /// <summary>Each a single float.</summary>
    public IEnumerable<(string Name, float[] Value)> Values =>
        [(ConfidenceName, [Confidence]), (OverlapName, [Overlap]), (ClassOffsetName, [ClassOffset])];

    /// <summary>Whether a file has them.</summary>
    public static bool AreIn(InferenceSession session)
    {
        string[] names = [ConfidenceName, OverlapName, ClassOffsetName];
        return session.OutputMetadata.ContainsKey(Output)
            && names.All(session.OverridableInitializerMetadata.ContainsKey);
    }
}
