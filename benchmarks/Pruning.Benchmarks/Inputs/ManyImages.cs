using System.Globalization;
using Pruning.Data;

namespace Pruning.Benchmarks.Inputs;

/// <summary>
/// A dataset of any number of images: a split's, copied again and again under other names, labels with them.
/// </summary>
internal static class ManyImages
{
    // Files that have just been written are not yet trusted to stay as they are.
    private static readonly TimeSpan Age = TimeSpan.FromHours(1);

    /// <param name="folder">Exists, is empty.</param>
    /// <param name="validation">Images of the <c>val</c> split, which are the same ones.</param>
    /// <returns>The yaml's path.</returns>
    public static string Write(string folder, DatasetSplit source, int count, int validation = 0)
    {
        Write(folder, "train", source, count);
        if (validation > 0)
            Write(folder, "val", source, validation);
        var yaml = Path.Combine(folder, "data.yaml");
        File.WriteAllText(yaml, Yaml(source, validation > 0));
        return yaml;
    }

    private static void Write(string folder, string split, DatasetSplit source, int count)
    {
        var images = Directory.CreateDirectory(Path.Combine(folder, "images", split)).FullName;
        var labels = Directory.CreateDirectory(Path.Combine(folder, "labels", split)).FullName;
        var time = DateTime.UtcNow - Age;
        Parallel.For(0, count, index =>
        {
            var image = source.Images[index % source.Images.Length];
            var name = index.ToString("000000", CultureInfo.InvariantCulture);
            Copy(image.Path, Path.Combine(images, name + Path.GetExtension(image.Path)), time);
            if (image.HasLabelFile)
                Copy(image.LabelPath, Path.Combine(labels, name + ".txt"), time);
        });
    }

    private static void Copy(string from, string to, DateTime time)
    {
        File.Copy(from, to);
        File.SetLastWriteTimeUtc(to, time);
    }

    private static string Yaml(DatasetSplit source, bool validation) =>
        "path: .\ntrain: images/train\n"
        + (validation ? "val: images/val\n" : "")
        + "names:\n"
        + string.Concat(
            source.ClassNames.Select(
                (name, index) => string.Create(CultureInfo.InvariantCulture, $"  {index}: \"{name}\"\n")
            )
        );
}
