using System.Text;
using Pruning.Data;
using Pruning.Data.Import;
using Pruning.Diagnostics;

namespace Pruning.Tests.Data;

/// <summary>Annotations in the forms that tools and people write: read as meant, and every guess told.</summary>
public sealed class AnnotationsAsPeopleHaveThemTests : IDisposable
{
    private const string Category = """ "categories": [{"id": 1, "name": "cell"}] """;

    private readonly TemporaryDataset _files = new();

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData("a.bmp", false)]
    [InlineData("a", true)]
    [InlineData("/home/x/project/images/a.bmp", true)]
    [InlineData(@"..\..\label-studio\media\upload\4\a.bmp", true)]
    [InlineData(@"C:\data\a.bmp", true)]
    [InlineData("https://host/bucket/a.bmp?X-Amz-Date=1", true)]
    [InlineData("A.BMP", true)]
    public void An_image_is_found_by_the_names_that_tools_write(string written, bool isGuess)
    {
        _files.WriteImage("c/images/a.bmp", 20, 40);
        var report = Coco(
            $$"""{"images": [{"id": 1, "file_name": {{System.Text.Json.JsonSerializer.Serialize(written)}}, "width": 40, "height": 20}], "annotations": [{"image_id": 1, "category_id": 1, "bbox": [10, 5, 20, 10]}], {{Category}}}"""
        );
        Assert.Equal("0 0.5 0.5 0.5 0.5\n", File.ReadAllText(_files.PathOf("out/labels/train/a.txt")));
        Assert.Equal(isGuess, Has(report, ImportRemark.ImageNameGuessed));
        Assert.Equal(isGuess ? ["PRUNE2028"] : [], _files.Diagnostics.Items.Select(item => item.Code.Id));
    }

    [Fact]
    public void Colons_and_accents_in_names_are_no_obstacle_and_an_unknown_name_is_said_in_words()
    {
        if (OperatingSystem.IsWindows())
            return;
        _files.WriteImage("c/images/2023-01-01 10:11:12.bmp", 20, 40);
        _files.WriteImage("c/images/zelle gro\u0308\u00DFe.bmp", 20, 41);
        var report = Coco(
            $$"""{"images": [{"id": 1, "file_name": "2023-01-01 10:11:12.bmp"}, {"id": 2, "file_name": "zelle gr\u00F6\u00DFe.bmp"}], "annotations": [{"image_id": 1, "category_id": 1, "bbox": [10, 5, 20, 10]}], {{Category}}}"""
        );
        Assert.Equal(2, report.Splits[0].Images);
        var message = Assert
            .Throws<PruneException>(() =>
                Coco($$"""{"images": [{"id": 1, "file_name": "other.bmp"}], "annotations": [], {{Category}}}""")
            )
            .Message;
        Assert.Contains("images that are missing, left out: 1", message, StringComparison.Ordinal);
        Assert.DoesNotContain("ImageMissing", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        """{"images": [{"id": "x_1", "file_name": "a.bmp"}], "annotations": [{"image_id": "x_1", "category_id": 1, "bbox": [10, 5, 20, 10]}], """
    )]
    [InlineData(
        """{"images": [{"id": 1.0, "file_name": "a.bmp", "width": 40.0}], "annotations": [{"image_id": "1", "category_id": 1.0, "bbox": ["10", 5, 20, 10]}], """
    )]
    [InlineData(
        """{"images": [{"id": 1, "file_name": "a.bmp"}], "annotations": [{"image_id": 1, "category_id": 1, "bbox": [10, 5, 20, 10], "area": NaN, "score": -Infinity}], """
    )]
    [InlineData(
        """{"images": {"1": {"file_name": "a.bmp"}}, "annotations": {"7": {"image_id": 1, "category_id": 1, "bbox": [10, 5, 20, 10]}}, """
    )]
    public void Ids_lists_and_numbers_come_in_many_forms(string json)
    {
        _files.WriteImage("c/images/a.bmp", 20, 40);
        Assert.Equal(1, Coco(json + Category + "}").Splits[0].Boxes);
        Assert.Equal("0 0.5 0.5 0.5 0.5\n", File.ReadAllText(_files.PathOf("out/labels/train/a.txt")));
        var utf16 = _files.Write(
            "c/wide.json",
            [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(json + Category + "}")]
        );
        Assert.Equal(
            1,
            Import(utf16, options => options with { Force = true, ImageFolder = _files.PathOf("c/images") })
                .Splits[0]
                .Boxes
        );
    }

    [Fact]
    public void What_is_no_coco_is_refused_with_its_place_and_without_type_names()
    {
        var exception = Assert.Throws<PruneException>(() =>
            Coco(
                "{\"images\": [\n{\"id\": 1, \"file_name\": \"NaN\"},\n {\"id\": [1]}], \"annotations\": [], "
                    + "\"categories\": []}"
            )
        );
        Assert.Equal((Codes.AnnotationsUnreadable, 3), (exception.Code, exception.Diagnostic.Location!.Value.Line));
        Assert.DoesNotContain("System", exception.Message, StringComparison.Ordinal);
        exception = Assert.Throws<PruneException>(() => Coco("""{"images": [Nan]}"""));
        Assert.Equal(Codes.AnnotationsUnreadable, exception.Code);
    }

    [Fact]
    public void Masks_that_are_all_marked_as_crowds_are_objects_unless_said_otherwise()
    {
        _files.WriteImage("c/images/a.bmp", 20, 40);
        // Columns 10 to 29, rows 5 to 14: as numbers and as a text.
        var runs = string.Join(
            ", ",
            Enumerable.Range(0, 20).SelectMany(column => new[] { column == 0 ? 205 : 10, 10 }).Append(205)
        );
        var json =
            $$"""{"images": [{"id": 1, "file_name": "a.bmp", "width": 40, "height": 20}], "annotations": [{"image_id": 1, "category_id": 1, "iscrowd": 1, "segmentation": {"size": [20, 40], "counts": [{{runs}}] } }], {{Category}}}""";
        var report = Coco(json);
        Assert.Equal("0 0.5 0.5 0.5 0.5\n", File.ReadAllText(_files.PathOf("out/labels/train/a.txt")));
        Assert.Equal(
            (true, true),
            (Has(report, ImportRemark.CrowdTakenAsObject), Has(report, ImportRemark.MaskTakenAsBox))
        );
        Assert.Equal(["PRUNE2028"], _files.Diagnostics.Items.Select(item => item.Code.Id));
        Assert.Contains(
            "crowds",
            Assert.Throws<PruneException>(() => Coco(json, options => options with { Crowds = false })).Message,
            StringComparison.Ordinal
        );

        // One that is no crowd shows that the marks are meant.
        var mixed = json.Replace(
            "\"annotations\": [",
            "\"annotations\": [{\"image_id\": 1, \"category_id\": 1, \"bbox\": [1, 1, 4, 4]}, ",
            StringComparison.Ordinal
        );
        Assert.Equal(1, Coco(mixed).Splits[0].Boxes);
        Assert.Equal(2, Coco(mixed, options => options with { Crowds = true }).Splits[0].Boxes);
    }

    [Theory]
    [InlineData("06", 0, 0, 1, 6)]
    [InlineData("1301", 0, 1, 1, 8)]
    [InlineData("", 0, 0, 0, 0)]
    [InlineData("\u00FF", 0, 0, 0, 0)]
    [InlineData("0oooooooooooo", 0, 0, 0, 0)]
    public void A_masks_box_comes_from_its_runs(string text, double left, double top, double right, double bottom)
    {
        var bounds = new CocoMask(CocoMask.RunsOf(text), 10, 10).Bounds();
        Assert.Equal(right == 0 ? null : (left, top, right, bottom), bounds);
    }

    [Fact]
    public void A_mask_without_a_box_that_contradicts_itself_is_left_out_and_not_counted_as_taken()
    {
        _files.WriteImage("c/images/a.bmp", 20, 40);
        var report = Coco(
            $$"""{"images": [{"id": 1, "file_name": "a.bmp"}], "annotations": [{"image_id": 1, "category_id": 1, "bbox": [1, 1, 5, 5]}, {"image_id": 1, "category_id": 1, "segmentation": {"size": [20, 40], "counts": [1, 100000] } }], {{Category}}}"""
        );
        Assert.Equal(
            (1, true, false),
            (
                report.Splits[0].Boxes,
                Has(report, ImportRemark.BoxWithoutCoordinates),
                Has(report, ImportRemark.MaskTakenAsBox)
            )
        );
    }

    [Theory]
    [InlineData("[0.25, 0.25, 0.5, 0.5]", true)]
    [InlineData("[10, 5, 20, 10]", false)]
    public void Boxes_in_fractions_are_brought_to_pixels_and_told(string box, bool areFractions)
    {
        _files.WriteImage("c/images/a.bmp", 20, 40);
        var report = Coco(
            $$"""{"images": [{"id": 1, "file_name": "a.bmp"}], "annotations": [{"image_id": 1, "category_id": 1, "bbox": {{box}}}], {{Category}}}"""
        );
        Assert.Equal("0 0.5 0.5 0.5 0.5\n", File.ReadAllText(_files.PathOf("out/labels/train/a.txt")));
        Assert.Equal(areFractions, Has(report, ImportRemark.BoxInFractions));
        Assert.Equal(areFractions ? ["PRUNE2028"] : [], _files.Diagnostics.Items.Select(item => item.Code.Id));
    }

    [Fact]
    public void Categories_of_one_name_are_one_class()
    {
        _files.WriteImage("c/images/a.bmp", 20, 40);
        var report = Coco(
            """{"images": [{"id": 1, "file_name": "a.bmp"}], "annotations": [{"image_id": 1, "category_id": 2, "bbox": [10, 5, 20, 10]}], "categories": [{"id": 0, "name": "plate"}, {"id": 2, "name": "plate"}, {"id": 3, "name": "car"}]}"""
        );
        Assert.Equal(["plate", "car"], report.ClassNames.AsEnumerable());
        Assert.True(Has(report, ImportRemark.ClassNameTwice));
        Assert.StartsWith("0 ", File.ReadAllText(_files.PathOf("out/labels/train/a.txt")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a", "b", 0)]
    [InlineData("a.bmp", "b", 0)]
    [InlineData("JPEGImages/a.bmp", "./JPEGImages/b.bmp ./Annotations/b.xml", 0)]
    [InlineData("a.xml", "b 1", 0)]
    [InlineData("/data/voc/JPEGImages/a.jpg", @"JPEGImages\b.jpg", 0)]
    [InlineData("a", "gone", 1)]
    public void Lists_of_image_sets_name_images_in_many_forms(string first, string second, int missing)
    {
        Voc("a");
        Voc("b");
        _files.Write("v/ImageSets/Main/train.txt", $"{first}\n{second}\n");
        var report = Import(_files.PathOf("v"));
        Assert.Equal(("train", 2 - missing), (report.Splits[0].Name, report.Splits[0].Images));
        Assert.Equal(missing == 1, Has(report, ImportRemark.ListedWithoutAnnotations));
        Assert.Equal(missing == 1, Has(report, ImportRemark.AnnotationsNotListed));
    }

    [Fact]
    public void Training_is_what_trainval_names_and_no_other_list_and_an_explicit_split_takes_all()
    {
        foreach (var name in new[] { "a b", "c", "d" })
            Voc(name);
        _files.Write("v/ImageSets/Main/trainval.txt", "a b\nc\n");
        _files.Write("v/ImageSets/Main/val.txt", "c\n");
        _files.Write("v/ImageSets/Main/test.txt", "d\n");
        var report = Import(_files.PathOf("v"));
        Assert.Equal(
            [("train", 1), ("val", 1), ("test", 1)],
            report.Splits.Select(split => (split.Name, split.Images))
        );
        Assert.True(Has(report, ImportRemark.SplitGuessed));
        report = Import(_files.PathOf("v"), options => options with { Split = "test", Force = true });
        Assert.Equal([("test", 3)], report.Splits.Select(split => (split.Name, split.Images)));
        Assert.False(Has(report, ImportRemark.SplitGuessed));
    }

    [Fact]
    public void Lists_that_name_nothing_say_what_they_name()
    {
        Voc("a");
        _files.Write("v/ImageSets/Main/train.txt", "x\ny\n");
        Assert.Contains(
            "'x' (",
            Assert.Throws<PruneException>(() => Import(_files.PathOf("v"))).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void The_same_name_in_two_cases_is_an_image_named_twice()
    {
        if (OperatingSystem.IsWindows() || OperatingSystem.IsMacOS())
            return;
        File.Copy(Voc("a"), _files.PathOf("v/Annotations/a.XML"));
        var report = Import(_files.PathOf("v"));
        Assert.Equal((1, true), (report.Splits[0].Images, Has(report, ImportRemark.ImageNameTaken)));
        _files.Write("v/ImageSets/Main/train.txt", "a\n");
        Assert.Equal(1, Import(_files.PathOf("v"), options => options with { Force = true }).Splits[0].Images);
    }

    [Fact]
    public void What_a_file_says_of_its_name_may_be_stale()
    {
        Voc("a");
        _files.WriteImage("v/JPEGImages/b.BMP", 20, 40);
        _files.Write(
            "v/Annotations/b.xml",
            File.ReadAllText(_files.PathOf("v/Annotations/a.xml"))
                .Replace("'cell'", "'other'", StringComparison.Ordinal)
        );
        var report = Import(_files.PathOf("v"));
        Assert.Equal(
            (2, 1),
            (report.Splits[0].Images, report.Notes.Single(note => note.Remark == ImportRemark.ImageNameGuessed).Count)
        );
        Assert.True(File.Exists(_files.PathOf("out/images/train/b.BMP")));
    }

    [Theory]
    [InlineData("instances_val2017", "val")]
    [InlineData("valid", "val")]
    [InlineData("Train", "train")]
    [InlineData("trainval", "train")]
    [InlineData("latest", null)]
    [InlineData("interval", null)]
    [InlineData("contest-entries", null)]
    public void A_split_is_a_word_of_a_name(string name, string? split) =>
        Assert.Equal(split, SplitName.Recognize(name));

    [Fact]
    public void Xml_in_another_code_page_is_read()
    {
        Voc("a");
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var text = File.ReadAllText(_files.PathOf("v/Annotations/a.xml"))
            .Replace("<name>cell", "<name>红细胞", StringComparison.Ordinal);
        _files.Write(
            "v/Annotations/a.xml",
            Encoding.GetEncoding("gb2312").GetBytes("<?xml version=\"1.0\" encoding=\"gb2312\"?>" + text)
        );
        Assert.Equal(["红细胞"], Import(_files.PathOf("v")).ClassNames.AsEnumerable());
        _files.Write("v/Annotations/a.xml", "<?xml version=\"1.0\" encoding=\"no-such-page\"?>" + text);
        Assert.Equal(
            Codes.AnnotationsUnreadable,
            Assert
                .Throws<PruneException>(() => Import(_files.PathOf("v"), options => options with { Force = true }))
                .Code
        );
    }

    private static bool Has(ImportReport report, ImportRemark remark) =>
        report.Notes.Any(note => note.Remark == remark);

    private ImportReport Coco(string json, Func<ImportOptions, ImportOptions>? adapt = null) =>
        Import(_files.Write("c/a.json", json), options =>
            (adapt ?? (same => same))(options with { ImageFolder = _files.PathOf("c/images"), Force = true })
        );

    private string Voc(string name)
    {
        _files.WriteImage($"v/JPEGImages/{name}.bmp", 20, 40);
        return _files.Write(
            $"v/Annotations/{name}.xml",
            $"<annotation><filename>{name}.bmp</filename><size><width>40</width><height>20</height></size><object><name>cell</name><bndbox><xmin>1</xmin><ymin>1</ymin><xmax>20</xmax><ymax>10</ymax></bndbox></object></annotation>"
        );
    }

    private ImportReport Import(string source, Func<ImportOptions, ImportOptions>? adapt = null) =>
        DatasetImport.Run(
            (adapt ?? (options => options))(new ImportOptions(source, _files.PathOf("out"))),
            _files.Diagnostics,
            (_, _) => { }
        );
}
