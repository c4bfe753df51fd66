using Pruning.Testing;

namespace Pruning.Pipeline.Runs;

/// <summary>A few of the blood-cell images as a dataset of their own, copied so that a test may change them.</summary>
internal static class SmallBloodCells
{
    public static void Write(TemporaryFolder folder)
    {
        Copy(folder, "train", 12);
        Copy(folder, "val", 6);
        Copy(folder, "test", 4);
        folder.Write(
            "data/cells.yaml",
            "train: images/train\nval: images/val\ntest: images/test\nnames: [RBC, WBC, Platelets]\n"
        );
    }

    private static void Copy(TemporaryFolder folder, string split, int count)
    {
        var images = TestData.PathOf($"bccd/images/{split}");
        Directory.CreateDirectory(folder.PathOf($"data/images/{split}"));
        Directory.CreateDirectory(folder.PathOf($"data/labels/{split}"));
        foreach (var image in Directory.GetFiles(images).Order(StringComparer.Ordinal).Take(count))
        {
            var name = Path.GetFileName(image);
            var label = Path.ChangeExtension(name, ".txt");
            File.Copy(image, folder.PathOf($"data/images/{split}/{name}"));
            File.Copy(TestData.PathOf($"bccd/labels/{split}/{label}"), folder.PathOf($"data/labels/{split}/{label}"));
        }
    }
}
