using Pruning.Diagnostics;

namespace Pruning.Data;

/// <summary>What was found for one image file: the image with its labels, or what is wrong with either.</summary>
internal sealed record ImageScan(string Path, string LabelPath)
{
    /// <summary>Null where the image is left out.</summary>
    public LabeledImage? Image { get; private init; }

    public bool HasLabelFile { get; private init; }

    public string? ImageProblem { get; private init; }

    public bool IsCutShort { get; private init; }

    public string? LabelProblem { get; private init; }

    /// <summary>Where <see cref="LabelProblem"/> is; 0 for the whole file.</summary>
    public int LabelLine { get; private init; }

    public int Duplicates { get; private init; }

    /// <exception cref="PruneException">A label's class is not one of the dataset's.</exception>
    public static ImageScan Of(string path, int classCount)
    {
        var labelPath = LabelFile.PathFor(path);
        var (size, problem, cutShort) = ImageProbe.Look(path);
        var scan = new ImageScan(path, labelPath) { HasLabelFile = File.Exists(labelPath), IsCutShort = cutShort, ImageProblem = problem };
        if (problem is not null)
            return scan;
        if (!scan.HasLabelFile)
            return scan with { Image = new LabeledImage(path, labelPath, HasLabelFile: false, size, []) };
        try
        {
            var file = LabelFile.Read(labelPath, classCount);
            var image = new LabeledImage(path, labelPath, HasLabelFile: true, size, file.Labels) { Outlines = file.Outlines };
            return scan with { Image = image, Duplicates = file.Duplicates };
        }
        catch (LabelFormatException exception)
        {
            return scan with { LabelProblem = exception.Message, LabelLine = exception.Line };
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return scan with { LabelProblem = exception.Message };
        }
    }
}
