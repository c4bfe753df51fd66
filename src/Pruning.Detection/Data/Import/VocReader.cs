using System.Collections.Immutable;
using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using Pruning.Diagnostics;
using Pruning.Graphs;
using Pruning.Storage;

namespace Pruning.Data.Import;

/// <summary>
/// Turns Pascal VOC's XML files into annotated images. VOC numbers pixels from 1 and counts the last one in: a box from
/// 1 to 10 covers ten pixels. Many tools number from 0 and do not; one coordinate of 0 anywhere gives them away.
/// Classes are the names that occur, in ordinal order.
/// </summary>
internal sealed class VocReader(ImportOptions options, ImportTally tally)
{
    private readonly Dictionary<string, ImageFinder> _finders = new(StringComparer.Ordinal);

    /// <exception cref="PruneException">A file is unreadable (<c>PRUNE2020</c>).</exception>
    public Annotations Read(IReadOnlyList<VocSplit> splits)
    {
        var read = splits
            .SelectMany(split => split.Files.Select(file => (split.Name, Image: ReadImage(file, split.ImageFolder))))
            .GroupBy(file => file.Name, file => file.Image)
            .Select(split => (Name: split.Key, Images: split.OfType<VocImage>().ToArray()))
            .ToArray();
        var objects = read.SelectMany(split => split.Images).SelectMany(image => image.Objects).ToArray();
        var names = objects
            .Select(item => item.Class)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .ToImmutableArray();
        var areFractions = Fractions.AreAll(
            objects.Select(item => new[] { item.Left, item.Top, item.Right, item.Bottom })
        );
        var first = areFractions ? 0 : FirstPixel(objects);
        var sizes = new StatedSizes(options.TrustsSizes, tally);
        return new Annotations(
            AnnotationFormat.Voc,
            names,
            [
                .. read.Select(split => new AnnotatedSplit(
                    split.Name,
                    sizes.Settle([
                        .. split.Images.Select(image =>
                            image.Found with
                            {
                                Boxes =
                                [
                                    .. image.Objects.Select(item => Box(item, image.Found, names, first, areFractions)),
                                ],
                            }
                        ),
                    ])
                )),
            ]
        );
    }

    private int FirstPixel(VocObject[] objects)
    {
        if (options.FirstPixel is { } said)
            return said;
        if (Array.Find(objects, item => item.Left < 1 || item.Top < 1) is not { } early)
            return 1;
        tally.Add(ImportRemark.PixelsFromZero, early.File);
        return 0;
    }

    private AnnotatedBox Box(
        VocObject item,
        AnnotatedImage image,
        ImmutableArray<string> names,
        int first,
        bool areFractions
    )
    {
        var box = item.Box(names, first);
        if (!areFractions)
            return box;
        tally.Add(ImportRemark.BoxInFractions, image.Name);
        return Fractions.InPixels(box, image.Size);
    }

    private VocImage? ReadImage(string file, string imageFolder)
    {
        var root = Load(file);
        var folder = options.ImageFolder is { } said ? Path.GetFullPath(said) : imageFolder;
        if (!_finders.TryGetValue(folder, out var finder))
            _finders[folder] = finder = new ImageFinder(folder, tally);
        if (finder.Find(NameOf(root, file, finder), SizeOf(root)) is not { } found)
            return null;
        return new VocImage(
            found,
            [.. root.Elements("object").Select(item => ReadObject(item, file)).OfType<VocObject>()]
        );
    }

    private static XElement Load(string file)
    {
        try
        {
            return SafeXml.Load(file).Root is { Name.LocalName: "annotation" } root
                ? root
                : throw new XmlException("its root is not 'annotation'");
        }
        catch (Exception exception) when (exception is XmlException or IOException or UnauthorizedAccessException)
        {
            throw new PruneException(
                Codes.AnnotationsUnreadable,
                $"The annotations '{file}' cannot be read as VOC's XML: "
                    + $"{exception.Message.ReplaceLineEndings(" ").TrimEnd('.')}. Nothing was converted; correct the "
                    + $"file, or leave it out.",
                new SourceLocation(file, (exception as XmlException)?.LineNumber ?? 0, 1),
                exception
            );
        }
    }

    /// <summary>
    /// An image of the file's own name where there is one, as VOC pairs them: what the file says is stale where
    /// somebody renamed or copied both, and is told where it differs. Else what the file says.
    /// </summary>
    private string NameOf(XElement root, string file, ImageFinder finder)
    {
        var said = Text(root, "filename");
        var stem = Path.GetFileNameWithoutExtension(file);
        if (finder.WithStem(stem) is not { } own)
            return string.IsNullOrEmpty(said) ? stem : said;
        if (
            !string.IsNullOrEmpty(said)
            && ImageNames.Last(said) is var last
            && last != stem
            && !Path.GetFileNameWithoutExtension(last).Equals(stem, StringComparison.OrdinalIgnoreCase)
        )
            tally.Add(ImportRemark.ImageNameGuessed, $"'{said}' in '{file}', taken for '{own}'");
        return own;
    }

    private static Extent? SizeOf(XElement root) =>
        root.Element("size") is { } size
        && Number(size, "height") is { } height and >= 1 and <= int.MaxValue
        && Number(size, "width") is { } width and >= 1 and <= int.MaxValue
            ? new Extent((int)height, (int)width)
            : null;

    private VocObject? ReadObject(XElement item, string file)
    {
        if (!options.Difficult && Text(item, "difficult") is "1" or "true")
            return LeftOut(ImportRemark.DifficultLeftOut, file);
        if (Text(item, "name") is not { Length: > 0 } name)
            return LeftOut(ImportRemark.BoxOfUnknownClass, file);
        if (
            item.Element("bndbox") is not { } box
            || Number(box, "xmin") is not { } left
            || Number(box, "ymin") is not { } top
            || Number(box, "xmax") is not { } right
            || Number(box, "ymax") is not { } bottom
        )
            return LeftOut(ImportRemark.BoxWithoutCoordinates, file);
        return new VocObject(file, name, left, top, right, bottom);
    }

    private VocObject? LeftOut(ImportRemark remark, string file)
    {
        tally.Add(remark, file);
        return null;
    }

    private static string? Text(XElement parent, string name) => parent.Element(name)?.Value.Trim();

    private static double? Number(XElement parent, string name) =>
        double.TryParse(Text(parent, name), NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
        && double.IsFinite(value)
            ? value
            : null;

    private sealed record VocImage(AnnotatedImage Found, ImmutableArray<VocObject> Objects);

    /// <param name="Left">As written.</param>
    private sealed record VocObject(string File, string Class, double Left, double Top, double Right, double Bottom)
    {
        public AnnotatedBox Box(ImmutableArray<string> names, int firstPixel) =>
            new(
                names.BinarySearch(Class, StringComparer.Ordinal),
                Left - firstPixel,
                Top - firstPixel,
                Right,
                Bottom,
                []
            );
    }
}

/// <summary>The XML files of one split, and where their images are.</summary>
internal sealed record VocSplit(string Name, ImmutableArray<string> Files, string ImageFolder);
