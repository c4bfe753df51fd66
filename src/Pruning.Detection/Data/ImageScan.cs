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

    /// <summary>Why it does not decode, a clause; null where it does, or was not tried.</summary>
    public string? DecodeProblem { get; private init; }

    public DataProblemExample? LabelProblem { get; private init; }

    /// <summary>Where <see cref="LabelProblem"/> is not null.</summary>
    public DataProblemKind LabelProblemKind { get; private init; }

    /// <summary>A label's class is not one of the dataset's: the whole dataset is suspect.</summary>
    public PruneException? ClassError { get; private init; }

    public int Duplicates { get; private init; }

    /// <summary>Boxes of no width or no height.</summary>
    public int WithoutArea { get; private init; }

    /// <param name="classCount">Null where every class counts as the first.</param>
    /// <param name="readsLabels">Whether anybody asks what is on it.</param>
    public static ImageScan Scan(string path, int? classCount, ImageLook look, bool readsLabels)
    {
        var labelPath = LabelFile.PathFor(path);
        var (size, problem, cutShort) = look;
        var scan = new ImageScan(path, labelPath)
        {
            HasLabelFile = readsLabels && File.Exists(labelPath),
            IsCutShort = cutShort,
            ImageProblem = problem,
        };
        if (problem is not null)
            return scan;
        if (!scan.HasLabelFile)
            return scan with { Image = new LabeledImage(path, labelPath, HasLabelFile: false, size, []) };
        try
        {
            var file = LabelFile.Read(labelPath, classCount);
            var image = new LabeledImage(path, labelPath, HasLabelFile: true, size, file.Labels)
            {
                Outlines = file.Outlines,
            };
            return scan with { Image = image, Duplicates = file.Duplicates, WithoutArea = file.WithoutArea };
        }
        catch (LabelFormatException exception)
        {
            return scan.WithLabelProblem(exception.Kind, exception.Line, exception.Message);
        }
        catch (PruneException exception)
        {
            return scan with { ClassError = exception };
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return scan.WithLabelProblem(DataProblemKind.LabelFileUnreadable, 0, exception.Message);
        }
    }

    /// <summary>The same when the image does not decode.</summary>
    public ImageScan Undecodable(string problem) => this with { Image = null, DecodeProblem = problem };

    private ImageScan WithLabelProblem(DataProblemKind kind, int line, string what) =>
        this with
        {
            LabelProblemKind = kind,
            LabelProblem = new DataProblemExample(LabelPath, line, what),
        };
}
