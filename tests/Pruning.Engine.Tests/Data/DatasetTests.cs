using Pruning.Data;
using Pruning.Diagnostics;
using Pruning.Graphs;
using Pruning.Testing;
using Xunit;

namespace Pruning.Tests.Data;

public sealed class DatasetTests : IDisposable
{
    private const string TwoClasses = "path: .\ntrain: images/train\nval: images/val\nnames: [cat, dog]\n";

    private readonly TemporaryDataset _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void Images_and_their_labels_are_found()
    {
        _files.WriteImage("images/train/b.bmp", 20, 30);
        _files.WriteImage("images/train/deep/a.bmp", 40, 10);
        _files.Write("images/train/readme.md", "no image");
        _files.Write("labels/train/b.txt", "1 0.5 0.25 0.5 0.5\n\n0.0 0.1 0.2 0.1 0.1\n");
        _files.Write("labels/train/deep/a.txt", "");
        var dataset = _files.Load(TwoClasses);
        var split = dataset.Split("train");

        Assert.Equal(["cat", "dog"], dataset.ClassNames.AsEnumerable());
        Assert.Equal(
            [_files.PathOf("images/train/b.bmp"), _files.PathOf("images/train/deep/a.bmp")],
            split.Images.Select(image => image.Path)
        );
        Assert.Equal([new Extent(20, 30), new Extent(40, 10)], split.Images.Select(image => image.Size));
        Assert.Equal(
            [new Label(1, 0.5f, 0.25f, 0.5f, 0.5f), new Label(0, 0.1f, 0.2f, 0.1f, 0.1f)],
            split.Images[0].Labels.AsEnumerable()
        );
        Assert.Equal(4, split.Files.Length);
        Assert.Same(split, dataset.Split("train"));
        Assert.Empty(_files.Diagnostics.Items);
    }

    [Fact]
    public void Pictures_without_labels_are_a_split_of_their_own_and_what_lies_beside_them_is_not_read()
    {
        _files.WriteImage("images/train/a.bmp", 20, 30);
        _files.Write("labels/train/a.txt", "1 0.5 0.25 0.5 0.5\n");
        _files.WriteImage("pool/images/deep/c.bmp", 18, 18);
        _files.WriteImage("pool/images/b.bmp", 18, 19);
        // Of another dataset's classes.
        _files.Write("pool/labels/b.txt", "79 0.5 0.5 0.5 0.5\n");
        _files.WriteImage("single.bmp", 19, 19);
        var place = new SourceLocation("x.pruneproj", 7, 5);
        var dataset = Dataset.Load(
            _files.Write("data.yaml", TwoClasses),
            _files.Diagnostics,
            new DatasetOptions
            {
                Unlabeled = [new(_files.PathOf("pool"), place), new(_files.PathOf("single.bmp"), place)],
            }
        );

        var split = dataset.Split(Dataset.Unlabeled);

        Assert.Equal(
            ["pool/images/b.bmp", "pool/images/deep/c.bmp", "single.bmp"],
            split.Images.Select(image => Path.GetRelativePath(_files.Root, image.Path))
        );
        Assert.All(split.Images, image => Assert.Empty(image.Labels));
        Assert.Equal(
            split.Images.Select(image => image.Path).Prepend(_files.PathOf("single.bmp")).Order(),
            split.Files.Order()
        );
        Assert.Single(dataset.Split("train").Images);
        Assert.Empty(_files.Diagnostics.Items);
        Assert.False(_files.Load(TwoClasses).HasSplit(Dataset.Unlabeled));

        var missing = Dataset.Load(
            _files.PathOf("data.yaml"),
            _files.Diagnostics,
            new DatasetOptions { Unlabeled = [new(_files.PathOf("nowhere"), place)] }
        );
        var refusal = Assert.Throws<PruneException>(() => missing.Split(Dataset.Unlabeled)).Diagnostic;
        Assert.Equal((Codes.DatasetPathMissing, place), (refusal.Code, refusal.Location));
        Assert.Contains("unlabelled pictures", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("names:\n  0: cat\n  1: dog\n")]
    [InlineData("names:\n  1: dog\n  0: cat\nnc: 2\n")]
    [InlineData("nc: 2\nnames: ['cat', \"dog\"]\n")]
    public void Names_come_as_list_or_map(string names) =>
        Assert.Equal(["cat", "dog"], _files.Load("train: images\n" + names).ClassNames.AsEnumerable());

    [Theory]
    [InlineData("train: images\n", "names")]
    [InlineData("names: [a]\n", "names no images")]
    [InlineData("names: [a]\ntest:\ntrain: ~\n", "names no images")]
    [InlineData("names: [a, b]\nnc: 3\ntrain: images\n", "'nc' says 3")]
    [InlineData("names: {0: a, 2: b}\ntrain: images\n", "'2'")]
    [InlineData("names: {0: a, x: b}\ntrain: images\n", "'x'")]
    [InlineData("names: [[a]]\ntrain: images\n", "name of class 0")]
    [InlineData("names: []\ntrain: images\n", "0 classes")]
    [InlineData("names: [a]\ntrain: {x: y}\n", "'train' is not a path")]
    public void A_yaml_that_makes_no_sense_is_refused(string yaml, string part)
    {
        var exception = Assert.Throws<PruneException>(() => _files.Load(yaml));
        Assert.Equal(Codes.DatasetInvalid, exception.Code);
        Assert.Contains(part, exception.Message, StringComparison.Ordinal);
        Assert.Equal(_files.PathOf("data.yaml"), exception.Diagnostic.Location!.Value.File);
    }

    [Theory]
    [InlineData("a: [b")]
    [InlineData("just text")]
    [InlineData("")]
    [InlineData("a: b\na: c\n")]
    [InlineData("&x [*x, *y]")]
    public void What_is_no_yaml_mapping_is_refused(string yaml) =>
        Assert.Equal(Codes.DatasetUnreadable, Assert.Throws<PruneException>(() => _files.Load(yaml)).Code);

    [Fact]
    public void Absurd_nesting_is_refused_before_it_can_exhaust_the_stack() =>
        Assert.Equal(
            Codes.DatasetUnreadable,
            Assert.Throws<PruneException>(() => _files.Load("names: " + new string('[', 200_000))).Code
        );

    [Fact]
    public void A_missing_yaml_is_named()
    {
        var exception = Assert.Throws<PruneException>(() =>
            Dataset.Load(_files.PathOf("nowhere.yaml"), _files.Diagnostics)
        );
        Assert.Equal(Codes.DatasetUnreadable, exception.Code);
        Assert.Contains("nowhere.yaml", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_folder_is_named_with_its_full_path_and_the_place_that_names_it()
    {
        var dataset = _files.Load(TwoClasses);
        var exception = Assert.Throws<PruneException>(() => dataset.Split("val"));
        Assert.Equal(Codes.DatasetPathMissing, exception.Code);
        Assert.Contains(_files.PathOf("images/val"), exception.Message, StringComparison.Ordinal);
        Assert.Equal(new SourceLocation(_files.PathOf("data.yaml"), 3, 6), exception.Diagnostic.Location);
    }

    [Fact]
    public void A_split_that_the_yaml_lacks_is_refused()
    {
        var dataset = _files.Load(TwoClasses);
        Assert.False(dataset.HasSplit("test"));
        Assert.Equal(Codes.DatasetInvalid, Assert.Throws<PruneException>(() => dataset.Split("test")).Code);
    }

    [Fact]
    public void A_list_file_and_a_list_of_folders_are_read()
    {
        _files.WriteImage("a/images/1.bmp", 20, 20);
        _files.WriteImage("b/images/2.bmp", 20, 20);
        _files.Write("a/labels/1.txt", "0 .5 .5 .1 .1");
        _files.Write("b/labels/2.txt", "0 .5 .5 .1 .1");
        _files.Write("list.txt", $"./b/images/2.bmp\n{_files.PathOf("a/images/1.bmp")}\n\n./b/images/2.bmp\n");
        var dataset = _files.Load("names: [x]\ntrain: list.txt\nval: [b/images, a/images]\n");
        var expected = new[] { _files.PathOf("a/images/1.bmp"), _files.PathOf("b/images/2.bmp") };
        Assert.Equal(expected, dataset.Split("train").Images.Select(image => image.Path));
        Assert.Equal(expected, dataset.Split("val").Images.Select(image => image.Path));
        Assert.Contains(_files.PathOf("list.txt"), dataset.Split("train").Files);
    }

    [Fact]
    public void A_leading_parent_folder_falls_back_to_beside_the_yaml()
    {
        _files.WriteImage("train/images/1.bmp", 20, 20);
        Assert.Single(_files.Load("names: [x]\ntrain: ../train/images\n").Split("train").Images);
    }

    [Fact]
    public void Outlines_become_boxes()
    {
        _files.WriteImage("images/train/1.bmp", 20, 20);
        _files.Write("labels/train/1.txt", "1 0.25 0.5 0.75 0.5 0.5 1.0\n0 .5 .5 .2 .2\n");
        var image = _files.Load(TwoClasses).Split("train").Images[0];
        Assert.Equal(new Label(1, 0.5f, 0.75f, 0.5f, 0.5f), image.Labels[0]);
        Assert.Equal([3, 0], image.Outlines.Select(outline => outline.Length));
    }

    [Theory]
    [InlineData("0 0.5 0.5 0.1", 1, "4 values")]
    [InlineData("0 .5 .5 .1 .1\n0 0.5 0.5 0.1 0.1 0.9", 2, "6 values")]
    [InlineData("0 .5 .5 1.5 .1", 1, "1.5")]
    [InlineData("0 -.5 .5 .5 .1", 1, "-.5")]
    [InlineData("0 nan .5 .5 .1", 1, "nan")]
    [InlineData("0 1e999 .5 .5 .1", 1, "1e999")]
    [InlineData("cat .5 .5 .5 .1", 1, "cat")]
    [InlineData("0.5 .5 .5 .5 .1", 1, "0.5")]
    public void Labels_that_make_no_sense_leave_their_image_out_with_file_and_line(string labels, int line, string part)
    {
        _files.WriteImage("images/train/bad.bmp", 20, 20);
        _files.WriteImage("images/train/good.bmp", 20, 20);
        var bad = _files.Write("labels/train/bad.txt", labels);
        _files.Write("labels/train/good.txt", "");
        Assert.Equal(
            _files.PathOf("images/train/good.bmp"),
            Assert.Single(_files.Load(TwoClasses).Split("train").Images).Path
        );
        var diagnostic = Assert.Single(_files.Diagnostics.Items);
        Assert.Equal(
            (Codes.LabelsInvalid, new SourceLocation(bad, line, 1)),
            (diagnostic.Code, diagnostic.Location!.Value)
        );
        Assert.Contains(part, diagnostic.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2")]
    [InlineData("-1")]
    [InlineData("1e30")]
    public void A_class_beyond_the_names_is_an_error_with_file_and_line(string index)
    {
        _files.WriteImage("images/train/1.bmp", 20, 20);
        var path = _files.Write("labels/train/1.txt", $"0 .5 .5 .1 .1\n{index} .5 .5 .1 .1\n");
        var exception = Assert.Throws<PruneException>(() => _files.Load(TwoClasses).Split("train"));
        Assert.Equal(
            (Codes.LabelClassOutOfRange, new SourceLocation(path, 2, 1)),
            (exception.Code, exception.Diagnostic.Location!.Value)
        );
    }

    [Fact]
    public void Background_images_and_repeated_labels_are_counted()
    {
        for (var i = 0; i < 3; i++)
            _files.WriteImage($"images/train/{i}.bmp", 20, 20);
        _files.Write("labels/train/0.txt", "0 .5 .5 .1 .1\n1 .5 .5 .1 .1\n0 0.50 .5 .1 .1\n");
        var split = _files.Load(TwoClasses).Split("train");
        Assert.Equal((3, 2), (split.Images.Length, split.LabelCount));
        Assert.Equal(
            [Codes.LabelFilesMissing, Codes.DuplicateLabels],
            _files.Diagnostics.Items.Select(item => item.Code)
        );
        Assert.StartsWith("2 of 3", _files.Diagnostics.Items[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Broken_images_are_left_out_and_none_left_is_an_error()
    {
        for (var i = 0; i < 12; i++)
            _files.Write($"images/train/{i:00}.jpg", [0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 0, 0]);
        var exception = Assert.Throws<PruneException>(() => _files.Load(TwoClasses).Split("train"));
        Assert.Equal(Codes.NoImages, exception.Code);
        Assert.Equal(11, _files.Diagnostics.Items.Count);
        Assert.All(_files.Diagnostics.Items, item => Assert.Equal(Codes.ImagesLeftOut, item.Code));
        Assert.Contains("2 more", _files.Diagnostics.Items[^1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Jpegs_without_their_end_are_reported()
    {
        byte[] whole =
        [
            0xFF,
            0xD8,
            0xFF,
            0xC0,
            0,
            8,
            8,
            0,
            20,
            0,
            30,
            3,
            0xFF,
            0xDA,
            0,
            3,
            0,
            1,
            2,
            3,
            0xFF,
            0xD9,
            0,
            0,
        ];
        _files.Write("images/train/whole.jpg", whole);
        _files.Write("images/train/part.jpg", whole[..19]);
        _files.Write("labels/train/whole.txt", "");
        _files.Write("labels/train/part.txt", "");
        Assert.Equal(2, _files.Load(TwoClasses).Split("train").Images.Length);
        var diagnostic = Assert.Single(_files.Diagnostics.Items);
        Assert.Equal(Codes.ImagesCutShort, diagnostic.Code);
        Assert.Contains("part.jpg", diagnostic.Message, StringComparison.Ordinal);
    }

    [RealDataFact]
    public void The_reference_sets_are_read_whole()
    {
        var coco = Dataset.Load(TestData.PathOf("coco-val128/data.yaml"), _files.Diagnostics);
        Assert.Equal(
            (80, 128, 898),
            (coco.ClassNames.Length, coco.Split("val").Images.Length, coco.Split("val").LabelCount)
        );
        var cells = Dataset.Load(TestData.PathOf("bccd/data.yaml"), _files.Diagnostics);
        Assert.Equal(
            [(205, 2804), (87, 1137), (72, 945)],
            new[] { "train", "val", "test" }.Select(name =>
                (cells.Split(name).Images.Length, cells.Split(name).LabelCount)
            )
        );
        Assert.All(_files.Diagnostics.Items, item => Assert.Equal(Codes.DuplicateLabels, item.Code));
    }
}
