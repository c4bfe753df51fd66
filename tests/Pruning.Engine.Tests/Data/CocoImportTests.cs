using System.Text.Json;
using Pruning.Data;
using Pruning.Data.Import;
using Pruning.Diagnostics;
using Pruning.Evaluation;
using Pruning.Onnx.Runtime;
using Pruning.Testing;

namespace Pruning.Tests.Data;

public sealed class CocoImportTests : IDisposable
{
    private readonly TemporaryDataset _files = new();

    public void Dispose() => _files.Dispose();

    [RealDataFact]
    public void A_yolo_set_that_went_through_coco_comes_back_as_it_was()
    {
        var original = Dataset.Load(TestData.PathOf("coco-val128/data.yaml"), _files.Diagnostics);
        var images = original.Split("val").Images;
        // COCO numbers its 80 categories with gaps.
        var json = new
        {
            info = new { description = "x" },
            images = images.Select(
                (image, i) =>
                    new
                    {
                        id = 1000 + i,
                        file_name = Path.GetFileName(image.Path),
                        width = image.Size.Width,
                        height = image.Size.Height,
                    }
            ),
            annotations = images.SelectMany(
                (image, i) =>
                    image.Labels.Select(label => new
                    {
                        id = 1,
                        image_id = 1000 + i,
                        category_id = 3 * label.ClassIndex + 1,
                        bbox = new[]
                        {
                            (label.CenterX - (double)label.Width / 2) * image.Size.Width,
                            (label.CenterY - (double)label.Height / 2) * image.Size.Height,
                            (double)label.Width * image.Size.Width,
                            (double)label.Height * image.Size.Height,
                        },
                        iscrowd = 0,
                        segmentation = Array.Empty<double[]>(),
                    })
            ),
            categories = original.ClassNames.Select((name, i) => new { id = 3 * i + 1, name }).Reverse(),
        };
        var source = _files.Write("annotations/instances_val2017.json", JsonSerializer.Serialize(json));
        var report = Import(source, options =>
            options with
            {
                ImageFolder = TestData.PathOf("coco-val128/images/val"),
                Images = ImageTransfer.Link,
            }
        );

        Assert.Equal(
            new ImportedSplit("val", 128, images.Count(image => image.Labels.IsEmpty), 898),
            Assert.Single(report.Splits)
        );
        Assert.Empty(report.Notes);
        var imported = Dataset.Load(report.YamlPath, _files.Diagnostics);
        Assert.Equal(original.ClassNames.AsEnumerable(), imported.ClassNames);
        foreach (var (before, after) in images.Zip(imported.Split("val").Images))
        {
            Assert.Equal(
                (Path.GetFileName(before.Path), before.Size, before.Labels.Length),
                (Path.GetFileName(after.Path), after.Size, after.Labels.Length)
            );
            foreach (var (one, other) in before.Labels.Zip(after.Labels))
            {
                Assert.Equal(one.ClassIndex, other.ClassIndex);
                Assert.InRange(
                    Math.Max(
                        Math.Max(Math.Abs(one.CenterX - other.CenterX), Math.Abs(one.CenterY - other.CenterY)),
                        Math.Max(Math.Abs(one.Width - other.Width), Math.Abs(one.Height - other.Height))
                    ),
                    0,
                    1e-6
                );
            }
        }

        var (measured, expected) = (Measure(imported), Measure(original));
        Assert.Equal((expected.Map50!.Value, 898), (measured.Map50!.Value, measured.Labels));
        Assert.Equal(expected.Map5095!.Value, measured.Map5095!.Value, 6);
    }

    private static EvaluationResult Measure(Dataset dataset)
    {
        using var detector = new OnnxDetector(TestData.PathOf("reference/yolov5n_320.onnx"));
        return Evaluator.Evaluate(detector, dataset.Split("val"), new EvaluationOptions { ImageSize = 320 });
    }

    [Fact]
    public void Crowds_masks_polygons_edges_and_oddities_are_handled_and_counted()
    {
        WriteImages("data/a.bmp", "data/deep/b.bmp");
        var report = Import(
            Json(
                "data/_annotations.coco.json",
                """
                "images": [
                  {"id": 1, "file_name": "a.bmp", "width": 40, "height": 20}, {"id": "2", "file_name": "deep/b.bmp"},
                  {"id": 3, "file_name": "gone.jpg"}, {"id": 4, "file_name": "../../../../etc/passwd.jpg"}, {"id": 5, "file_name": "/etc/x.jpg"}, {"id": 1, "file_name": "again.bmp"}],
                "annotations": [
                  {"image_id": 1, "category_id": 9, "bbox": [10, 5, 20, 10]},
                  {"image_id": 1, "category_id": 7, "bbox": [30, 10, 20, 20]},
                  {"image_id": 1, "category_id": 7, "iscrowd": 1, "bbox": [0, 0, 5, 5], "segmentation": {"size": [1, 1], "counts": [1]}},
                  {"image_id": 1, "category_id": 7, "bbox": [0, 0, 4, 4], "segmentation": {"size": [1, 1], "counts": "a"}},
                  {"image_id": 2, "category_id": 7, "segmentation": [[0, 0, 20, 0, 20, 10]]},
                  {"image_id": 2, "category_id": 7, "bbox": [1, 1, 0, 5]},
                  {"image_id": 2, "category_id": 7, "bbox": [1, 1, 1e999, 5]},
                  {"image_id": 2, "category_id": 8, "bbox": [1, 1, 2, 2]},
                  {"image_id": 9, "category_id": 7, "bbox": [1, 1, 2, 2]}, null],
                "categories": [{"id": 9, "name": "dog: {"}, {"id": 7, "name": "cat"}]
                """
            )
        );
        Assert.Equal(new ImportedSplit("train", 2, 0, 4), Assert.Single(report.Splits));
        Assert.Equal(["cat", "dog: {"], Dataset.Load(report.YamlPath, _files.Diagnostics).ClassNames.AsEnumerable());
        Assert.Equal(
            "1 0.5 0.5 0.5 0.5\n0 0.875 0.75 0.25 0.5\n0 0.05 0.1 0.1 0.2\n",
            File.ReadAllText(_files.PathOf("out/labels/train/a.txt"))
        );
        Assert.Equal("0 0.25 0.25 0.5 0.5\n", File.ReadAllText(_files.PathOf("out/labels/train/deep/b.txt")));
        Assert.Equal(
            [
                (ImportRemark.ImageMissing, 1),
                (ImportRemark.ImageNameUnsafe, 2),
                (ImportRemark.ImageNameTaken, 1),
                (ImportRemark.BoxOfUnknownImage, 2),
                (ImportRemark.BoxOfUnknownClass, 1),
                (ImportRemark.BoxWithoutCoordinates, 1),
                (ImportRemark.BoxWithoutArea, 1),
                (ImportRemark.BoxCut, 1),
                (ImportRemark.CrowdLeftOut, 1),
                (ImportRemark.MaskTakenAsBox, 1),
                (ImportRemark.ImageSizeGuessed, 1),
                (ImportRemark.SplitGuessed, 1),
            ],
            report.Notes.Select(note => (note.Remark, note.Count))
        );
        Assert.Equal(
            [3, 6],
            _files
                .Diagnostics.Items.GroupBy(item => item.Code.Id)
                .OrderBy(group => group.Key)
                .Select(group => group.Count())
        );
    }

    [Fact]
    public void Polygons_become_outlines_where_asked_and_parts_are_joined()
    {
        WriteImages("a.bmp");
        var report = Import(
            Json(
                "val.json",
                """
                "images": [{"id": 1, "file_name": "a.bmp"}], "categories": [{"id": 1, "name": "cat"}],
                "annotations": [{"image_id": 1, "category_id": 1, "bbox": [0, 0, 40, 20], "segmentation": [[0, 0, 10, 0, 10, 10], [30, 10, 40, 10, 40, 20]]}]
                """
            ),
            options => options with { Outlines = true }
        );
        var image = Dataset.Load(report.YamlPath, _files.Diagnostics).Split("val").Images[0];
        Assert.Equal(new Label(0, 0.5f, 0.5f, 1, 1), image.Labels[0]);
        Assert.Equal(9, image.Outlines[0].Length);
    }

    [Fact]
    public void Files_of_a_folder_become_splits_and_share_their_classes()
    {
        WriteImages("train/1.bmp", "valid/2.bmp");
        Json(
            "train/_annotations.coco.json",
            """ "images": [{"id": 1, "file_name": "1.bmp"}], "annotations": [], "categories": [{"id": 0, "name": "a"}] """
        );
        Json(
            "valid/_annotations.coco.json",
            """ "images": [{"id": 1, "file_name": "2.bmp"}], "annotations": [], "categories": [{"id": 0, "name": "a"}, {"id": 4, "name": "b"}] """
        );
        _files.Write("package.json", """{"name": "no annotations"}""");
        var report = Import(_files.Root);
        Assert.Equal([("train", 1), ("val", 1)], report.Splits.Select(split => (split.Name, split.Images)));
        Assert.Equal(["a", "b"], report.ClassNames.AsEnumerable());

        Json(
            "valid/_annotations.coco.json",
            """ "images": [], "annotations": [], "categories": [{"id": 0, "name": "other"}] """
        );
        Assert.Contains(
            "'other'",
            Refused(Codes.AnnotationsUnreadable, () => Import(_files.Root, options => options with { Force = true })),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{"images": 7}""")]
    [InlineData("""{"images": [{"id": {}}], "annotations": [], "categories": []}""")]
    [InlineData("""{"images": [], "annotations": [], "categories": [{"id": 1}]}""")]
    [InlineData("""{"images": [], "annotations": [{"iscrowd": []}], "categories": []}""")]
    public void What_is_no_such_json_is_refused(string json) =>
        Refused(Codes.AnnotationsUnreadable, () => Import(_files.Write("train.json", json)));

    [Fact]
    public void Absurd_nesting_is_refused() =>
        Refused(Codes.AnnotationsUnreadable, () =>
            Import(_files.Write("train.json", "{\"annotations\": [{\"segmentation\": " + new string('[', 100_000)))
        );

    [Fact]
    public void Damage_anywhere_is_a_coded_error_or_an_import()
    {
        WriteImages("a.bmp");
        var whole = File.ReadAllText(
            Json(
                "a.json",
                """
                "images": [{"id": 1, "file_name": "a.bmp"}], "annotations": [{"image_id": 1, "category_id": 1, "bbox": [0, 0, 40, 20], "segmentation": [[1, 2, 3]]}], "categories": [{"id": 1, "name": "cat"}]
                """
            )
        );
        var random = new Random(3);
        for (var round = 0; round < 150; round++)
        {
            var damaged = whole.ToCharArray();
            for (var i = 0; i < 2; i++)
                damaged[random.Next(damaged.Length)] = (char)random.Next(32, 127);
            var source = _files.Write("a.json", new string(damaged)[..random.Next(whole.Length / 2, whole.Length + 1)]);
            if (Record.Exception(() => Import(source, options => options with { Force = true })) is { } failure)
                Assert.StartsWith("PRUNE202", Assert.IsType<PruneException>(failure).Code.Id, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Only_what_an_import_made_is_replaced_and_only_when_forced()
    {
        WriteImages("a.bmp");
        var source = Json(
            "a.json",
            """ "images": [{"id": 1, "file_name": "a.bmp"}], "annotations": [], "categories": [{"id": 1, "name": "cat"}] """
        );
        _files.Write("out/precious.txt", "mine");
        Refused(Codes.ImportTargetNotEmpty, () => Import(source, options => options with { Force = true }));
        File.Delete(_files.PathOf("out/precious.txt"));
        Import(source);
        _files.Write("out/images/train/stale.bmp", [1]);
        Refused(Codes.ImportTargetNotEmpty, () => Import(source));
        Import(source, options => options with { Force = true });
        Assert.False(File.Exists(_files.PathOf("out/images/train/stale.bmp")));
    }

    [Fact]
    public void Referenced_images_stay_and_their_labels_are_not_overwritten()
    {
        WriteImages("set/images/a.bmp");
        var source = Json(
            "set/a.json",
            """
            "images": [{"id": 1, "file_name": "a.bmp"}], "annotations": [{"image_id": 1, "category_id": 1, "bbox": [0, 0, 40, 20]}], "categories": [{"id": 1, "name": "cat"}]
            """
        );
        var report = Import(source, options => options with { Images = ImageTransfer.Reference });
        var image = Assert.Single(Dataset.Load(report.YamlPath, _files.Diagnostics).Split("train").Images);
        Assert.Equal(
            (_files.PathOf("set/images/a.bmp"), _files.PathOf("set/labels/a.txt"), 1),
            (image.Path, image.LabelPath, image.Labels.Length)
        );
        Assert.False(Directory.Exists(_files.PathOf("out/images")));
        Directory.Delete(_files.PathOf("out"), recursive: true);
        Refused(Codes.ImportTargetNotEmpty, () =>
            Import(source, options => options with { Images = ImageTransfer.Reference })
        );
    }

    [Fact]
    public void Nothing_to_import_says_where_it_was_looked_for()
    {
        Refused(Codes.AnnotationsNotFound, () => Import(_files.PathOf("nowhere")));
        Assert.Contains(
            "neither",
            Refused(Codes.AnnotationsNotFound, () => Import(_files.Root)),
            StringComparison.Ordinal
        );
        var source = Json(
            "a.json",
            """ "images": [{"id": 1, "file_name": "a.bmp"}], "annotations": [], "categories": [{"id": 1, "name": "cat"}] """
        );
        Assert.Contains(
            "images that are missing, left out: 1",
            Refused(Codes.AnnotationsNotFound, () => Import(source)),
            StringComparison.Ordinal
        );
        Assert.False(Directory.Exists(_files.PathOf("out")));
    }

    private static string Refused(DiagnosticCode code, Action action)
    {
        var exception = Assert.Throws<PruneException>(action);
        Assert.Equal(code, exception.Code);
        return exception.Message;
    }

    private void WriteImages(params string[] names)
    {
        foreach (var name in names)
            _files.WriteImage(name, 20, 40);
    }

    private string Json(string name, string content) => _files.Write(name, "{" + content + "}");

    private ImportReport Import(string source, Func<ImportOptions, ImportOptions>? adapt = null) =>
        DatasetImport.Run(
            (adapt ?? (options => options))(new ImportOptions(source, _files.PathOf("out"))),
            _files.Diagnostics,
            (_, _) => { }
        );
}
