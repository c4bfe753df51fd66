using Pruning.Data;

namespace Pruning.Fuzzing.Readers;

/// <summary>A text file that lists images.</summary>
internal sealed class ImageListReader()
    : FileReader(
        "image-list",
        "train.txt",
        "Pruning.Data.ImageList",
        "Pruning.Data.DatasetPath",
        "Pruning.Data.UnusedParts"
    )
{
    protected override string? ReadFile(string path)
    {
        var folder = Path.GetDirectoryName(path)!;
        return string.Join(
            '|',
            new ImageList(path, new UnusedParts()).Read(line => DatasetPath.Existing(folder, line))
        );
    }
}
