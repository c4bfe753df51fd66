using Pruning.Data;
using Pruning.Data.Import;
using Pruning.Diagnostics;

namespace Pruning.Tests.Data;

public sealed class VocImportTests : IDisposable
{
    private readonly TemporaryDataset _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void Vocs_own_layout_is_read_by_its_image_sets()
    {
        Write("VOC", "a", Object("dog", 1, 1, 40, 20), Object("cat", 11, 6, 20, 15));
        Write("VOC", "b", Object("dog", 1, 1, 10, 10, difficult: 1));
        Write("VOC", "unlisted", Object("eel", 1, 1, 10, 10));
        _files.Write("VOC/ImageSets/Main/train.txt", "a\n");
        _files.Write("VOC/ImageSets/Main/val.txt", "b  -1\nnowhere\n");
        var report = Import("VOC");
        Assert.Equal(
            [new ImportedSplit("train", 1, 0, 2), new ImportedSplit("val", 1, 1, 0)],
            report.Splits.AsEnumerable()
        );
        Assert.Equal(["cat", "dog"], report.ClassNames.AsEnumerable());
        // From 1 to 40 is the whole width: pixels count from 1, the last one included.
        Assert.Equal(
            "1 0.5 0.5 1 1\n0 0.375 0.5 0.25 0.5\n",
            File.ReadAllText(_files.PathOf("out/labels/train/a.txt"))
        );
        Assert.Equal(
            [
                (ImportRemark.DifficultLeftOut, 1),
                (ImportRemark.ListedWithoutAnnotations, 1),
                (ImportRemark.AnnotationsNotListed, 1),
            ],
            report.Notes.Select(note => (note.Remark, note.Count))
        );
        Assert.Equal(["PRUNE2023", "PRUNE2023", "PRUNE2027"], _files.Diagnostics.Items.Select(item => item.Code.Id));
        Assert.Equal(2, Dataset.Load(report.YamlPath, _files.Diagnostics).Split("train").LabelCount);

        Assert.Equal(1, Import("VOC", options => options with { Difficult = true, Force = true }).Splits[1].Boxes);
    }

    [Theory]
    [InlineData(null, "0 0.25 0.25 0.5 0.5\n")]
    [InlineData(0, "0 0.25 0.25 0.5 0.5\n")]
    public void A_coordinate_of_zero_shows_that_pixels_count_from_zero(int? first, string expected)
    {
        Write("set", "a", Object("dog", 0, 0, 20, 10));
        var report = Import("set", options => options with { FirstPixel = first });
        Assert.Equal(expected, File.ReadAllText(_files.PathOf("out/labels/train/a.txt")));
        Assert.Equal(first is null, report.Notes.Any(note => note.Remark == ImportRemark.PixelsFromZero));
    }

    [Fact]
    public void Files_beside_their_images_in_folders_of_splits_are_found_whatever_name_they_say()
    {
        _files.WriteImage("train/1.bmp", 20, 40);
        _files.WriteImage("valid/2.bmp", 20, 40);
        _files.Write(
            "train/1.xml",
            "<annotation><filename>1</filename><object><name>a</name><bndbox><xmin>1</xmin><ymin>1</ymin><xmax>40</xmax><ymax>20</ymax></bndbox></object></annotation>"
        );
        _files.Write(
            "valid/2.xml",
            "<annotation><filename>/home/x/elsewhere.bmp</filename><object><name>a</name><bndbox/></object><object><name>a</name><bndbox><xmin>50</xmin><ymin>1</ymin><xmax>60</xmax><ymax>5</ymax></bndbox></object></annotation>"
        );
        var report = Import("");
        Assert.Equal(
            [new ImportedSplit("train", 1, 0, 1), new ImportedSplit("val", 1, 1, 0)],
            report.Splits.AsEnumerable()
        );
        Assert.Equal(
            [
                ImportRemark.BoxWithoutCoordinates,
                ImportRemark.BoxWithoutArea,
                ImportRemark.ImageNameGuessed,
                ImportRemark.ImageSizeGuessed,
            ],
            report.Notes.Select(note => note.Remark)
        );
    }

    [Fact]
    public void A_list_in_another_encoding_is_refused()
    {
        Write("VOC", "größe", Object("dog", 1, 1, 40, 20));
        _files.Write("VOC/ImageSets/Main/train.txt", "größe\n");
        Assert.Equal(1, Import("VOC").Splits[0].Images);
        _files.Write("VOC/ImageSets/Main/train.txt", System.Text.Encoding.Latin1.GetBytes("größe\n"));
        var error = Assert.Throws<PruneException>(() => Import("VOC", options => options with { Force = true }));
        Assert.Equal((Codes.AnnotationsUnreadable, 1), (error.Code, error.Diagnostic.Location!.Value.Line));
    }

    /// <summary>The picture is 40×20, and its object covers the left half of it.</summary>
    [Theory]
    [InlineData(40, 20, 20, 20, null, null)]
    // Resized afterwards, also to another shape: as large as it was annotated.
    [InlineData(80, 40, 40, 40, null, ImportRemark.ImageSizeDiffers)]
    [InlineData(400, 400, 200, 400, null, ImportRemark.ImageSizeDiffers)]
    [InlineData(20, 10, 10, 10, null, ImportRemark.ImageSizeDiffers)]
    // The numbers exchanged, or a template's, or none.
    [InlineData(20, 40, 20, 20, null, ImportRemark.ImageSizeNotBelieved)]
    [InlineData(16, 16, 20, 20, null, ImportRemark.ImageSizeNotBelieved)]
    [InlineData(0, 0, 20, 20, null, ImportRemark.ImageSizeGuessed)]
    // Said.
    [InlineData(400, 400, 20, 20, false, ImportRemark.ImageSizeNotBelieved)]
    [InlineData(20, 40, 10, 40, true, ImportRemark.ImageSizeDiffers)]
    public void A_stated_size_that_is_not_the_images_is_taken_for_what_it_most_likely_is(
        int width,
        int height,
        int right,
        int bottom,
        bool? trusts,
        ImportRemark? remark
    )
    {
        Write("VOC", "a", Object("dog", 1, 1, right, bottom));
        _files.Write(
            "VOC/Annotations/a.xml",
            File.ReadAllText(_files.PathOf("VOC/Annotations/a.xml"))
                .Replace(
                    "<width>40</width><height>20</height>",
                    $"<width>{width}</width><height>{height}</height>",
                    StringComparison.Ordinal
                )
        );
        var report = Import("VOC", options => options with { TrustsSizes = trusts });
        Assert.Equal("0 0.25 0.5 0.5 1\n", File.ReadAllText(_files.PathOf("out/labels/train/a.txt")));
        Assert.Equal(
            remark,
            report
                .Notes.Select(note => (ImportRemark?)note.Remark)
                .FirstOrDefault(note =>
                    note
                        is ImportRemark.ImageSizeDiffers
                            or ImportRemark.ImageSizeNotBelieved
                            or ImportRemark.ImageSizeGuessed
                )
        );
        Assert.Equal(
            remark is ImportRemark.ImageSizeDiffers or ImportRemark.ImageSizeNotBelieved,
            _files.Diagnostics.Items.Any(item =>
                item.Message.Contains("another size than their annotations say", StringComparison.Ordinal)
            )
        );
    }

    [Fact]
    public void A_size_that_one_file_disproves_is_wrong_in_all_that_state_it()
    {
        foreach (var (name, right) in new[] { ("a", 20), ("b", 10) })
        {
            Write("VOC", name, Object("dog", 1, 1, right, 10));
            _files.Write(
                $"VOC/Annotations/{name}.xml",
                File.ReadAllText(_files.PathOf($"VOC/Annotations/{name}.xml"))
                    .Replace(
                        "<width>40</width><height>20</height>",
                        "<width>16</width><height>16</height>",
                        StringComparison.Ordinal
                    )
            );
        }

        Import("VOC");
        Assert.Equal("0 0.125 0.25 0.25 0.5\n", File.ReadAllText(_files.PathOf("out/labels/train/b.txt")));
    }

    [Theory]
    [InlineData("<!DOCTYPE a [<!ENTITY b 'c'>]><annotation>&b;</annotation>")]
    [InlineData("<!DOCTYPE annotation SYSTEM 'file:///etc/passwd'><annotation/>")]
    [InlineData("<annotation>")]
    [InlineData("<other/>")]
    [InlineData("")]
    public void Xml_that_is_broken_or_brings_a_document_type_is_refused(string xml)
    {
        _files.WriteImage("set/JPEGImages/a.bmp", 20, 40);
        var file = _files.Write("set/Annotations/a.xml", xml);
        var exception = Assert.Throws<PruneException>(() => Import("set"));
        Assert.Equal((Codes.AnnotationsUnreadable, file), (exception.Code, exception.Diagnostic.Location!.Value.File));
        Assert.False(Directory.Exists(_files.PathOf("out")));
    }

    [Theory]
    [InlineData("../../a.bmp")]
    [InlineData("..\\a.bmp")]
    [InlineData("C:\\a.bmp")]
    [InlineData("/a.bmp")]
    [InlineData("x//a.bmp")]
    [InlineData("a.bmp.")]
    [InlineData("a:b.bmp")]
    public void Names_that_lead_elsewhere_are_left_out(string name)
    {
        _files.WriteImage("set/JPEGImages/good.bmp", 20, 40);
        _files.WriteImage("a.bmp", 20, 40);
        Write("set", "good", Object("dog", 1, 1, 10, 10));
        _files.Write("set/Annotations/evil.xml", $"<annotation><filename>{name}</filename></annotation>");
        var report = Import("set");
        Assert.Equal(
            [(ImportRemark.ImageNameUnsafe, 1), (ImportRemark.SplitGuessed, 1)],
            report.Notes.Select(note => (note.Remark, note.Count))
        );
        Assert.Equal(1, report.Splits[0].Images);
    }

    private static string Object(string name, int left, int top, int right, int bottom, int difficult = 0) =>
        $"<object><name>{name}</name><difficult>{difficult}</difficult><bndbox><xmin>{left}</xmin><ymin>{top}</ymin><xmax>{right}</xmax><ymax>{bottom}</ymax></bndbox><part><name>head</name><bndbox><xmin>9</xmin></bndbox></part></object>";

    private void Write(string set, string name, params string[] objects)
    {
        _files.WriteImage($"{set}/JPEGImages/{name}.bmp", 20, 40);
        _files.Write(
            $"{set}/Annotations/{name}.xml",
            $"<annotation><filename>{name}.bmp</filename><size><width>40</width><height>20</height><depth>3</depth></size>{string.Concat(objects)}</annotation>"
        );
    }

    private ImportReport Import(string source, Func<ImportOptions, ImportOptions>? adapt = null) =>
        DatasetImport.Run(
            (adapt ?? (options => options))(new ImportOptions(_files.PathOf(source), _files.PathOf("out"))),
            _files.Diagnostics,
            (_, _) => { }
        );
}
