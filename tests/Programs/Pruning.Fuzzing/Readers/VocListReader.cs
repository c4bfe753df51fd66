using Pruning.Data.Import;

namespace Pruning.Fuzzing.Readers;

/// <summary>A list of VOC's image sets.</summary>
internal sealed class VocListReader()
    : FileReader("voc-list", "train.txt", "Pruning.Data.Import.VocImageSets", "Pruning.Data.Import.ImageNames")
{
    protected override string? ReadFile(string path) =>
        string.Join(
            '|',
            new VocImageSets(Path.GetDirectoryName(path)!, new ImportTally())
                .Of(["/x/a.xml", "/x/b c.xml", "/x/d.jpg.xml"])
                .SelectMany(set => set.Files)
        );
}
