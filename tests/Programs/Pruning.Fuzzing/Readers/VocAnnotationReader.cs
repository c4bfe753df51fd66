using Pruning.Data.Import;

namespace Pruning.Fuzzing.Readers;

/// <summary>One of VOC's XML files, up to boxes in pixels.</summary>
internal sealed class VocAnnotationReader()
    : FileReader(
        "voc",
        "a.xml",
        "Pruning.Data.Import.Voc",
        "Pruning.Data.Import.Image",
        "Pruning.Data.Import.Fractions",
        "Pruning.Storage.SafeXml"
    )
{
    public override IReadOnlyList<string> Words =>
        [
            "<?xml version=\"1.0\" encoding=\"",
            "gb2312",
            "utf-16",
            "windows-1252",
            "<!DOCTYPE a [<!ENTITY b \"c\">]>",
            "&b;",
            "&#",
            "<![CDATA[",
            "]]>",
            "<!--",
            "-->",
        ];

    protected override string? ReadFile(string path)
    {
        var folder = Path.GetDirectoryName(path)!;
        SmallPictures.In(folder);
        var split = new VocSplit("train", [path], folder);
        return ImportedText.Of(new VocReader(new ImportOptions(folder, "none"), new ImportTally()).Read([split]));
    }
}
