using System.Collections.Immutable;
using Pruning.Diagnostics;
using Pruning.Graphs;

namespace Pruning.Data.Import;

/// <summary>
/// Turns COCO files, each of one split, into annotated images. Classes are the files' categories in the order of their
/// numbers; categories of one name are one class.
/// </summary>
internal sealed class CocoReader(ImportOptions options, ImportTally tally)
{
    /// <exception cref="PruneException">
    /// A file is unreadable (<c>PRUNE2020</c>), or two number their classes differently (<c>PRUNE2020</c>).
    /// </exception>
    public Annotations Read(IReadOnlyList<(string Path, string Split, CocoFile File)> files)
    {
        var categories = new SortedDictionary<CocoId, string>();
        foreach (var (path, _, file) in files)
            AddCategories(categories, path, file);
        var names = categories.Values.Distinct(StringComparer.Ordinal).ToImmutableArray();
        if (names.Length < categories.Count)
            AddRepeatedNames(categories);
        var numbers = names.Index().ToDictionary(name => name.Item, name => name.Index, StringComparer.Ordinal);
        var classes = categories.ToDictionary(category => category.Key, category => numbers[category.Value]);
        var sizes = new StatedSizes(options.TrustsSizes, tally);
        var splits = files
            .GroupBy(file => file.Split)
            .Select(split => new AnnotatedSplit(
                split.Key,
                sizes.Settle([.. split.SelectMany(file => Images(file.Path, file.Split, file.File, classes))])
            ));
        return new Annotations(AnnotationFormat.Coco, names, [.. splits]);
    }

    private void AddRepeatedNames(SortedDictionary<CocoId, string> categories)
    {
        foreach (
            var name in categories
                .GroupBy(category => category.Value, category => category.Key, StringComparer.Ordinal)
                .Where(name => name.Count() > 1)
        )
            tally.Add(ImportRemark.ClassNameTwice, $"'{name.Key}' (categories {string.Join(", ", name.Take(5))})");
    }

    private static void AddCategories(SortedDictionary<CocoId, string> categories, string path, CocoFile file)
    {
        foreach (var category in file.Categories!)
        {
            if (category is not { Id: { } id, Name: { Length: > 0 } name })
                throw new PruneException(
                    Codes.AnnotationsUnreadable,
                    $"The annotations '{path}' have a category without number or name. Labels would have no "
                        + $"meaning; correct the file.",
                    new SourceLocation(path)
                );
            if (!categories.TryAdd(id, name) && categories[id] != name)
                throw new PruneException(
                    Codes.AnnotationsUnreadable,
                    $"The annotations '{path}' call category {id} '{name}', and another entry "
                        + $"'{categories[id]}'. One number must mean one class in all splits; make the files agree.",
                    new SourceLocation(path)
                );
        }
    }

    private IEnumerable<AnnotatedImage> Images(
        string path,
        string split,
        CocoFile file,
        Dictionary<CocoId, int> classes
    )
    {
        var images = new Dictionary<CocoId, (CocoImage Image, List<CocoAnnotation> Annotations)>();
        foreach (var image in file.Images!)
        {
            if (image?.Id is not { } id || !images.TryAdd(id, (image, [])))
                tally.Add(ImportRemark.ImageNameTaken, $"{image?.FileName} ({Path.GetFileName(path)})");
        }

        foreach (var annotation in file.Annotations!)
        {
            if (annotation?.ImageId is { } id && images.TryGetValue(id, out var image))
                image.Annotations.Add(annotation);
            else
                tally.Add(ImportRemark.BoxOfUnknownImage, $"image {annotation?.ImageId} ({Path.GetFileName(path)})");
        }

        var finder = ImageFinder.ForCoco(
            path,
            split,
            options.ImageFolder,
            images.Values.Select(image => image.Image.FileName),
            tally
        );
        var boxes = new CocoBoxes(file, options, classes, tally);
        foreach (var (image, annotations) in images.Values)
        {
            if (finder.Find(image.FileName, SizeOf(image)) is { } found)
                yield return found with
                {
                    Boxes = [.. annotations.Select(annotation => boxes.Of(annotation, found)).OfType<AnnotatedBox>()],
                };
        }
    }

    private static Extent? SizeOf(CocoImage image) =>
        image is { Width: >= 1 and <= int.MaxValue and var width, Height: >= 1 and <= int.MaxValue and var height }
            ? new Extent((int)height!, (int)width!)
            : null;
}
