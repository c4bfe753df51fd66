using System.Globalization;

namespace ShapesDataset;

/// <summary>Writes splits in the YOLO layout: <c>images/train/00000.png</c>, <c>labels/train/00000.txt</c>, <c>data.yaml</c>.</summary>
internal static class DatasetWriter
{
    public static void Write(string folder, IReadOnlyList<(string Name, int Count)> splits)
    {
        for (var split = 0; split < splits.Count; split++)
        {
            var (name, count) = splits[split];
            var images = Fresh(Path.Combine(folder, "images", name));
            var labels = Fresh(Path.Combine(folder, "labels", name));
            var first = (ulong)(split + 1) << 32;
            Parallel.For(0, count, index => WriteScene(Scene.Compose(first + (ulong)index), images, labels, index));
        }

        // Last: who finds it finds a whole dataset.
        File.WriteAllText(Path.Combine(folder, "data.yaml"), Yaml(splits));
    }

    private static void WriteScene(Scene scene, string images, string labels, int index)
    {
        var name = index.ToString("00000", CultureInfo.InvariantCulture);
        PngFile.Write(Path.Combine(images, $"{name}.png"), Scene.Size, Scene.Size, scene.Pixels);
        File.WriteAllText(Path.Combine(labels, $"{name}.txt"), string.Concat(scene.Labels.Select(Line)));
    }

    // Class, then centre and size as shares of the picture.
    private static string Line(LabeledBox box)
    {
        const double Size = Scene.Size;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{box.Class} {(box.Left + box.Right) / 2.0 / Size:0.######} {(box.Top + box.Bottom) / 2.0 / Size:0.######} {(box.Right - box.Left) / Size:0.######} {(box.Bottom - box.Top) / Size:0.######}\n"
        );
    }

    private static string Yaml(IReadOnlyList<(string Name, int Count)> splits) =>
        "path: .\n"
        + string.Concat(splits.Select(split => $"{split.Name}: images/{split.Name}\n"))
        + "names:\n"
        + string.Concat(Outline.ClassNames.Select((name, index) => $"  {index}: {name}\n"));

    // Removes only files of the kind that it writes, so that a smaller dataset leaves nothing of a larger one.
    private static string Fresh(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var pattern in new[] { "?????.png", "?????.txt" })
        {
            foreach (var old in Directory.EnumerateFiles(folder, pattern))
                File.Delete(old);
        }

        return folder;
    }
}
