using System.Collections.Immutable;
using System.Text;
using Pruning.Diagnostics;
using Pruning.Storage;

namespace Pruning.Data.Import;

/// <summary>
/// Writes annotated images as a dataset in YOLO layout: <c>images</c> and <c>labels</c> with a folder a split, and
/// <c>data.yaml</c>, last.
/// </summary>
internal sealed class YoloWriter(ImportOptions options, ImportTally tally)
{
    private readonly string _root = Path.GetFullPath(options.Output);
    private readonly YoloLabels _labels = new(tally);

    public string YamlPath => Path.Combine(_root, "data.yaml");

    public ImmutableArray<ImportedSplit> Write(
        Annotations annotations,
        Action<string, double?> report,
        CancellationToken cancellation
    )
    {
        var (done, all) = (0, annotations.Splits.Sum(split => split.Images.Length));
        var splits = ImmutableArray.CreateBuilder<ImportedSplit>();
        foreach (var split in annotations.Splits)
        {
            splits.Add(Write(split, () =>
                {
                    cancellation.ThrowIfCancellationRequested();
                    report($"{++done} of {all} images", (double)done / all);
                }));
        }

        AtomicFile.Write(YamlPath, Yaml(annotations));
        return splits.ToImmutable();
    }

    private ImportedSplit Write(AnnotatedSplit split, Action progress)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        var (listed, background, boxes) = (new List<string>(), 0, 0);
        foreach (var image in split.Images)
        {
            progress();
            var (imagePath, labelPath) = PathsOf(split.Name, image);
            if (!taken.Add(labelPath))
            {
                tally.Add(ImportRemark.ImageNameTaken, image.Name);
                continue;
            }

            var (text, count) = _labels.Of(image);
            Transfer(image, imagePath);
            WriteLabels(labelPath, text);
            listed.Add(imagePath);
            boxes += count;
            background += count == 0 ? 1 : 0;
        }

        if (options.Images == ImageTransfer.Reference)
            AtomicFile.Write(
                Path.Combine(_root, $"{split.Name}.txt"),
                string.Concat(listed.Select(path => path + "\n"))
            );
        return new ImportedSplit(split.Name, listed.Count, background, boxes);
    }

    private (string Image, string Label) PathsOf(string split, AnnotatedImage image)
    {
        var path =
            options.Images == ImageTransfer.Reference
                ? image.Path
                : Path.Combine(_root, "images", split, image.Name.Replace('/', Path.DirectorySeparatorChar));
        // Where a dataset's reader looks, even if a part of the name is 'images' again.
        return (path, LabelFile.PathFor(path));
    }

    private void Transfer(AnnotatedImage image, string path)
    {
        if (options.Images == ImageTransfer.Reference)
            return;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (options.Images == ImageTransfer.Link)
            File.CreateSymbolicLink(path, image.Path);
        else
            File.Copy(image.Path, path);
    }

    // Plain writing: an import that is cut short is made anew as a whole, and a sync for each of many thousands of
    // files takes minutes.
    private void WriteLabels(string path, string text)
    {
        if (options is { Images: ImageTransfer.Reference, Force: false } && File.Exists(path))
            throw new PruneException(
                Codes.ImportTargetNotEmpty,
                $"The labels '{path}' exist already, and labels of images that stay where they are belong there. "
                    + $"Nothing was replaced; copy or link the images, or say --force.",
                new SourceLocation(path)
            );
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    private string Yaml(Annotations annotations)
    {
        var yaml = new StringBuilder("path: .\n");
        foreach (var split in annotations.Splits)
            yaml.Append(
                null,
                $"{split.Name}: "
                    + $"{(options.Images == ImageTransfer.Reference ? $"{split.Name}.txt" : $"images/{split.Name}")}\n"
            );
        yaml.Append("names:\n");
        for (var index = 0; index < annotations.ClassNames.Length; index++)
            yaml.Append(null, $"  {index}: {Quoted(annotations.ClassNames[index])}\n");
        return yaml.ToString();
    }

    /// <summary>
    /// As JSON quotes texts, which yaml understands: names come from others, and must not become keys.
    /// </summary>
    private static string Quoted(string name) => System.Text.Json.JsonSerializer.Serialize(name);
}
