using Pruning.Data.Import;

namespace Pruning.Fuzzing.Readers;

/// <summary>COCO's JSON of instances, up to boxes in pixels.</summary>
internal sealed class CocoAnnotationReader()
    : FileReader(
        "coco",
        "instances_train.json",
        "Pruning.Data.Import.Coco",
        "Pruning.Data.Import.NonFiniteJson",
        "Pruning.Data.Import.Image",
        "Pruning.Data.Import.Fractions",
        "Pruning.Data.Import.ComposedName"
    )
{
    protected override string? ReadFile(string path)
    {
        SmallPictures.In(Path.GetDirectoryName(path)!);
        var file = CocoFile.Read(path);
        if (!file.IsComplete)
            return null;
        var options = new ImportOptions(path, "none") { ImageFolder = Path.GetDirectoryName(path) };
        return ImportedText.Of(new CocoReader(options, new ImportTally()).Read([(path, "train", file)]));
    }
}
