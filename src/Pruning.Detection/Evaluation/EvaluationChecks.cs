using Pruning.Data;
using Pruning.Diagnostics;
using Pruning.Graphs;

namespace Pruning.Evaluation;

/// <summary>Refuses to measure what would give meaningless figures.</summary>
internal static class EvaluationChecks
{
    public static void Check(IDetector detector, DatasetSplit split, EvaluationOptions options)
    {
        if (!options.SingleClass && detector.ClassNames.Length != split.ClassNames.Length)
            throw new PruneException(
                Codes.ClassCountMismatch,
                $"The model detects {detector.ClassNames.Length} classes ({Some(detector.ClassNames)}), and the "
                    + $"dataset names {split.ClassNames.Length} ({Some(split.ClassNames)}). Figures would compare "
                    + $"different things; take the dataset that the model was trained for, or train it on this one."
            );
        if (detector.FixedInput is { } input)
            CheckFixed(input, options);
        else if (!StrideFit.Fits(options.ImageSize, detector.Stride))
            throw new PruneException(
                Codes.ImageSizeNotSupported,
                $"The image size {options.ImageSize} is not a multiple of the model's stride {detector.Stride}, "
                    + $"so the model's grids would not meet. Take "
                    + $"{Math.Max(1, (options.ImageSize + detector.Stride / 2) / detector.Stride) * detector.Stride}."
            );
    }

    /// <param name="length">Number of values that the model gave.</param>
    public static void CheckOutput(int length, int batch, int classCount)
    {
        if (length % (batch * HeadColumns.CountFor(classCount)) != 0)
            throw new PruneException(
                Codes.OutputShapeMismatch,
                $"The model gave {length} values for {batch} images, which are no rows of "
                    + $"{HeadColumns.CountFor(classCount)} (a box, objectness and {classCount} classes). It is no "
                    + $"YOLOv5 detector, or its file is damaged; export it again."
            );
    }

    private static void CheckFixed(Extent input, EvaluationOptions options)
    {
        if (Math.Max(input.Height, input.Width) != options.ImageSize)
            throw new PruneException(
                Codes.ImageSizeNotSupported,
                $"The model takes images of {input.Width}×{input.Height} only, and {options.ImageSize} was asked "
                    + $"for. Ask for {Math.Max(input.Height, input.Width)}, or export the model for "
                    + $"{options.ImageSize}."
            );
        if (options.Rectangular)
            throw new PruneException(
                Codes.ImageSizeNotSupported,
                $"The model takes images of {input.Width}×{input.Height} only, so rectangular batches cannot "
                    + $"run. Measure square, or export the model with dynamic shapes."
            );
    }

    private static string Some(IEnumerable<string> names)
    {
        var few = names.Take(6).ToArray();
        return few.Length < 6 ? string.Join(", ", few) : $"{string.Join(", ", few[..5])}, …";
    }
}
