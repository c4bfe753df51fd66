using System.Collections.Immutable;
using Pruning.Diagnostics;

namespace Pruning.Data;

/// <summary>
/// What is wrong with a split, from its scan: each kind of problem counted, in the order of
/// <see cref="DataProblemKind"/>.
/// </summary>
internal static class SplitProblems
{
    public static ImmutableArray<DataProblem> Find(SplitScan scan)
    {
        var images = scan.Images;
        var used = images.Where(image => image.Image is not null).ToArray();
        IEnumerable<DataProblem?> problems =
        [
            DataProblem.Of(
                DataProblemKind.ImageUnreadable,
                All(images, image => image.ImageProblem, image => new(image.Path, 0, image.ImageProblem!))
            ),
            DataProblem.Of(
                DataProblemKind.ImageCutShort,
                All(used, image => image.IsCutShort, image => new(image.Path, 0, "its end is missing"))
            ),
            DataProblem.Of(
                DataProblemKind.LabelFileMissing,
                All(
                    used,
                    image => !image.HasLabelFile && !scan.IsUnlabeled,
                    image => new(image.Path, 0, $"expected '{image.LabelPath}'")
                )
            ),
            .. images
                .Where(image => image.LabelProblem is not null)
                .GroupBy(image => image.LabelProblemKind)
                .OrderBy(kind => kind.Key)
                .Select(kind => DataProblem.Of(kind.Key, [.. kind.Select(image => image.LabelProblem!)])),
            DataProblem.Of(
                DataProblemKind.LabelClassUnknown,
                All(images, image => image.ClassError, image => OfClass(image))
            ),
            DataProblem.Of(
                DataProblemKind.BoxWithoutArea,
                All(
                    used,
                    image => image.WithoutArea > 0,
                    image => new(image.LabelPath, 0, $"{image.WithoutArea} of its boxes")
                ),
                used.Sum(image => image.WithoutArea)
            ),
            DataProblem.Of(
                DataProblemKind.LabelRepeated,
                All(
                    used,
                    image => image.Duplicates > 0,
                    image => new(image.LabelPath, 0, $"{image.Duplicates} of its labels")
                ),
                used.Sum(image => image.Duplicates)
            ),
            DataProblem.Of(
                DataProblemKind.LabelWithoutImage,
                [
                    .. (scan.IsUnlabeled ? [] : OrphanLabels.Find(scan)).Select(path => new DataProblemExample(
                        path,
                        0,
                        "no image of that name"
                    )),
                ]
            ),
            DataProblem.Of(
                DataProblemKind.ImageUndecodable,
                All(images, image => image.DecodeProblem, image => new(image.Path, 0, image.DecodeProblem!))
            ),
            .. scan.Unused,
            WithoutBoxes(scan, used),
        ];
        return [.. problems.OfType<DataProblem>()];
    }

    /// <summary>
    /// Images without a box: nothing is learnt or measured there. Of training it is an error of its own.
    /// </summary>
    private static DataProblem? WithoutBoxes(SplitScan scan, ImageScan[] used)
    {
        if (scan.IsUnlabeled || used.Length == 0 || used.Any(image => !image.Image!.Labels.IsEmpty))
            return null;
        var problem = DataProblem.Of(
            DataProblemKind.SplitWithoutBoxes,
            [
                new DataProblemExample(
                    scan.Sources[0].Path,
                    0,
                    $"{used.Length} images and not one box; labels are expected like '{used[0].LabelPath}'"
                ),
            ]
        )!;
        return scan.Name == "train" ? problem with { Code = Codes.NoLabels } : problem;
    }

    private static DataProblemExample OfClass(ImageScan image) =>
        new(
            image.LabelPath,
            image.ClassError!.Diagnostic.Location!.Value.Line,
            image.ClassError.Message.Split(". ")[0]
        );

    private static DataProblemExample[] All(
        IEnumerable<ImageScan> images,
        Func<ImageScan, object?> problem,
        Func<ImageScan, DataProblemExample> example
    ) => [.. images.Where(image => problem(image) is not (null or false)).Select(example)];
}
