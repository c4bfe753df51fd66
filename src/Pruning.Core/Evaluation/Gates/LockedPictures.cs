using System.Collections.Immutable;

namespace Pruning.Evaluation.Gates;

/// <summary>
/// What of a measurement is kept with a locked baseline, so that a later model can be compared with it picture by picture. Both sides of a comparison
/// go through this, so what it leaves out is left out alike.
/// </summary>
public static class LockedPictures
{
    /// <summary>Confidences are kept in so many steps from 0 to 1.</summary>
    internal const int Steps = 10_000;

    /// <summary>Detections below 0.01 are most of all that there are, and move an average precision by next to nothing.</summary>
    internal const int LeastStep = 100;

    public static ImmutableArray<PictureTally> Of(ImmutableArray<PictureTally> pictures) => [.. pictures.Select(Of)];

    internal static int StepOf(float confidence) => (int)MathF.Round(confidence * Steps);

    internal static float ConfidenceOf(int step) => step / (float)Steps;

    private static PictureTally Of(PictureTally picture)
    {
        int[] kept = [.. Enumerable.Range(0, picture.Confidences.Length).Where(index => StepOf(picture.Confidences[index]) >= LeastStep)];
        return new PictureTally(
            picture.Labels,
            [.. kept.Select(index => ConfidenceOf(StepOf(picture.Confidences[index])))],
            [.. kept.Select(index => picture.Classes[index])],
            [.. kept.Select(index => picture.Correct[index])]);
    }
}
