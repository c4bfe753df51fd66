using System.Collections.Immutable;
using Pruning.Diagnostics;
using Pruning.Graphs;

namespace Pruning.Data.Import;

/// <summary>Turns COCO files, each of one split, into annotated images. Classes are the files' categories in the order of their numbers.</summary>
internal sealed class CocoReader(ImportOptions options, ImportTally tally)
{
    /// <exception cref="PruneException">A file is unreadable (<c>PRUNE2020</c>), or two number their classes differently (<c>PRUNE2020</c>).</exception>
    public Annotations Read(IReadOnlyList<(string Path, string Split, CocoFile File)> files)
    {
        var categories = new SortedDictionary<long, string>();
        foreach (var (path, _, file) in files)
            AddCategories(categories, path, file);
        var classes = categories.Keys.Select((id, index) => (id, index)).ToDictionary(pair => pair.id, pair => pair.index);
        var splits = files.GroupBy(file => file.Split)
            .Select(split => new AnnotatedSplit(split.Key, [.. split.SelectMany(file => Images(file.Path, file.Split, file.File, classes))]));
        return new Annotations(AnnotationFormat.Coco, [.. categories.Values], [.. splits]);
    }

    private static void AddCategories(SortedDictionary<long, string> categories, string path, CocoFile file)
    {
        foreach (var category in file.Categories!)
        {
            if (category is not { Id: { } id, Name: { Length: > 0 } name })
                throw new PruneException(Codes.AnnotationsUnreadable, $"The annotations '{path}' have a category without number or name. Labels would have no meaning; correct the file.", new SourceLocation(path));
            if (!categories.TryAdd(id, name) && categories[id] != name)
                throw new PruneException(Codes.AnnotationsUnreadable, $"The annotations '{path}' call category {id} '{name}', and another entry '{categories[id]}'. One number must mean one class in all splits; make the files agree.", new SourceLocation(path));
        }
    }

    private IEnumerable<AnnotatedImage> Images(string path, string split, CocoFile file, Dictionary<long, int> classes)
    {
        var images = new Dictionary<long, (CocoImage Image, List<CocoAnnotation> Annotations)>();
        foreach (var image in file.Images!.OfType<CocoImage>())
        {
            if (image.Id is not { } id || !images.TryAdd(id, (image, [])))
                tally.Add(ImportRemark.ImageNameTaken, $"{image.FileName} ({Path.GetFileName(path)})");
        }

        foreach (var annotation in file.Annotations!.OfType<CocoAnnotation>())
        {
            if (annotation.ImageId is { } id && images.TryGetValue(id, out var image))
                image.Annotations.Add(annotation);
            else
                tally.Add(ImportRemark.BoxOfUnknownImage, $"image {annotation.ImageId} ({Path.GetFileName(path)})");
        }

        var finder = ImageFinder.ForCoco(path, split, options.ImageFolder, images.Values.Select(image => image.Image.FileName), tally);
        foreach (var (image, annotations) in images.Values)
        {
            if (finder.Find(image.FileName, SizeOf(image)) is { } found)
                yield return found with { Boxes = [.. annotations.Select(annotation => Box(annotation, found, classes)).OfType<AnnotatedBox>()] };
        }
    }

    private static Extent? SizeOf(CocoImage image) =>
        image is { Width: >= 1 and <= int.MaxValue and var width, Height: >= 1 and <= int.MaxValue and var height } ? new Extent((int)height!, (int)width!) : null;

    private AnnotatedBox? Box(CocoAnnotation annotation, AnnotatedImage image, Dictionary<long, int> classes)
    {
        if (annotation.IsCrowd)
            return LeftOut(ImportRemark.CrowdLeftOut, image);
        if (annotation.CategoryId is not { } category || !classes.TryGetValue(category, out var index))
            return LeftOut(ImportRemark.BoxOfUnknownClass, image);
        var outline = CocoOutline.Of(annotation.Segmentation);
        if (annotation.Segmentation is { IsMask: true })
            tally.Add(ImportRemark.MaskTakenAsBox, image.Name);
        if (annotation.Box is [var left, var top, var width, var height] && annotation.Box.All(double.IsFinite))
            return new AnnotatedBox(index, left, top, left + width, top + height, options.Outlines ? outline : []);
        return outline.IsEmpty
            ? LeftOut(ImportRemark.BoxWithoutCoordinates, image)
            : CocoOutline.Bounds(index, outline, options.Outlines);
    }

    private AnnotatedBox? LeftOut(ImportRemark remark, AnnotatedImage image)
    {
        tally.Add(remark, image.Name);
        return null;
    }
}
