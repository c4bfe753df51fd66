using System.Collections.Immutable;

namespace Pruning.Evaluation.Gates;

/// <summary>
/// What of a measurement is kept with a locked baseline, so that a later model can be compared with it picture by
/// picture. Both sides of a comparison go through this, so what it leaves out is left out alike.
/// </summary>
public static class LockedPictures
{
    /// <summary>Confidences are kept in so many steps from 0 to 1.</summary>
    internal const int Steps = 10_000;

    // Wrong detections below 0.05 are nearly all that there are. How many they are says how precision ends; where each
    // lies moves an AP50 by less than a thousandth. Coarser steps would move it by hundredths, since the surest
    // detections lie close together.
    private const int LeastStep = 500;
    private const int BelowStep = 150;

    public static ImmutableArray<PictureTally> Round(ImmutableArray<PictureTally> pictures) =>
        [.. pictures.Select(Round)];

    internal static int StepOf(float confidence) => (int)MathF.Round(confidence * Steps);

    internal static float ConfidenceOf(int step) => step / (float)Steps;

    private static PictureTally Round(PictureTally picture)
    {
        var kept = Enumerable
            .Range(0, picture.Confidences.Length)
            .Select(index =>
                (
                    Step: StepOf(picture.Confidences[index], picture.Correct[index]),
                    Class: picture.Classes[index],
                    Correct: picture.Correct[index]
                )
            )
            .OrderByDescending(one => one.Step)
            .ThenBy(one => one.Step == BelowStep && one.Correct == 0 ? one.Class : -1)
            .ToList();
        return new PictureTally(
            picture.Labels,
            [.. kept.Select(one => ConfidenceOf(one.Step))],
            [.. kept.Select(one => one.Class)],
            [.. kept.Select(one => one.Correct)]
        );
    }

    private static int StepOf(float confidence, int correct) =>
        StepOf(confidence) is var step && step < LeastStep && correct == 0 ? BelowStep : step;
}
