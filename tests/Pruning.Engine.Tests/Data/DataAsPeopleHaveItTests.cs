using Pruning.Data;
using Pruning.Diagnostics;

namespace Pruning.Tests.Data;

/// <summary>The many ways in which dataset files name images.</summary>
public sealed class DataAsPeopleHaveItTests : IDisposable
{
    private readonly TemporaryDataset _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void Other_keys_are_named_and_a_download_is_never_carried_out()
    {
        _files.Load("names: [x]\ntrain: images\ndownload: rm -rf /\nvall: images\nroboflow: {a: b}\n");
        var diagnostic = Assert.Single(_files.Diagnostics.Items);
        Assert.Equal((Codes.DatasetKeysIgnored, DiagnosticSeverity.Warning), (diagnostic.Code, diagnostic.Severity));
        Assert.Contains(
            "'download', 'vall' (did you mean 'val'?), 'roboflow'",
            diagnostic.Message,
            StringComparison.Ordinal
        );
        Assert.Equal(new SourceLocation(_files.PathOf("data.yaml"), 3, 1), diagnostic.Location);
    }

    [Fact]
    public void Missing_images_are_said_not_to_be_downloaded()
    {
        var dataset = _files.Load("names: [x]\ntrain: images\ndownload: https://example.org/x.zip\n");
        Assert.Contains(
            "'download:' is not carried out",
            Assert.Throws<PruneException>(() => dataset.Split("train")).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Counted_classes_get_numbers_for_names() =>
        Assert.Equal(["class0", "class1"], _files.Load("nc: 2\ntrain: images\n").ClassNames.AsEnumerable());

    [Theory]
    [InlineData("nc: 0\ntrain: images\n")]
    [InlineData("nc: 9999999\ntrain: images\n")]
    [InlineData("nc: many\ntrain: images\n")]
    public void A_count_of_classes_that_makes_no_sense_is_refused(string yaml) =>
        Assert.Equal(Codes.DatasetInvalid, Assert.Throws<PruneException>(() => _files.Load(yaml)).Code);

    [Theory]
    [InlineData("path: set\ntrain: images/a\n", "a/1")]
    [InlineData("path: ./set\ntrain: [images/a, images/b]\n", "a/1 b/2")]
    [InlineData("path: set\ntrain: images/*\n", "a/1 b/2")]
    [InlineData("path: set\ntrain: 'images/**/1.bmp'\n", "a/1")]
    [InlineData("path: set\ntrain: '**/b'\n", "b/2")]
    [InlineData("path: set\ntrain: images/a/1.bmp\n", "a/1")]
    [InlineData("path: set\ntrain: images\\a\n", "a/1")]
    [InlineData("path: set\ntrain: [lists/?.txt, images/a]\n", "a/1 b/2")]
    [InlineData("path: set\ntrain: lists/*.txt\n", "b/2")]
    public void Paths_are_folders_lists_images_and_patterns_below_the_path(string yaml, string expected)
    {
        foreach (var name in new[] { "a/1", "b/2" })
        {
            _files.WriteImage($"set/images/{name}.bmp", 20, 20);
            _files.Write($"set/labels/{name}.txt", "");
        }

        _files.Write("set/lists/l.txt", "../images/b/2.bmp\n");
        var found = _files
            .Load($"names: [x]\n{yaml}")
            .Split("train")
            .Images.Select(image => Path.GetRelativePath(_files.PathOf("set/images"), image.Path)[..^4]);
        Assert.Equal(expected, string.Join(' ', found).Replace('\\', '/'));
        Assert.Empty(_files.Diagnostics.Items);
    }

    [Fact]
    public void Lines_of_a_list_start_at_the_list_or_else_at_the_dataset()
    {
        _files.WriteImage("set/lists/beside.bmp", 20, 20);
        _files.WriteImage("set/pictures/below.bmp", 20, 20);
        _files.WriteImage("set/elsewhere.bmp", 20, 20);
        foreach (var name in new[] { "lists/beside", "pictures/below", "elsewhere" })
            _files.Write($"set/{name}.txt", "0 .5 .5 .5 .5");
        // A dot at the start means the list's folder, and there is no such image.
        _files.Write("set/lists/train.txt", "./beside.bmp\npictures\\below.bmp\nelsewhere.bmp\n./elsewhere.bmp\n");
        var split = _files.Load("path: set\nnames: [x]\ntrain: lists/train.txt\n").Split("train");
        Assert.Equal(
            ["elsewhere", "beside", "below"],
            split.Images.Select(image => Path.GetFileNameWithoutExtension(image.Path))
        );
        var missing = Assert.Single(_files.Diagnostics.Items);
        Assert.Equal(
            (Codes.ImagesLeftOut, _files.PathOf("set/lists/elsewhere.bmp")),
            (missing.Code, missing.Location!.Value.File)
        );
        Assert.Contains("it does not exist", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_the_last_images_folder_of_a_path_is_exchanged_for_labels()
    {
        _files.WriteImage("images/set/images/images.bmp", 20, 20);
        _files.Write("images/set/labels/images.txt", "0 .5 .5 .5 .5");
        Assert.Equal(1, _files.Load("names: [x]\ntrain: images/set/images\n").Split("train").LabelCount);
    }

    [Theory]
    [InlineData("names: [cat, dog]", "item")]
    [InlineData("names: [cell]", "cell")]
    public void A_single_class_is_what_every_label_is(string names, string name)
    {
        _files.WriteImage("images/1.bmp", 20, 20);
        _files.Write("labels/1.txt", "0 .5 .5 .5 .5\n1 .2 .2 .1 .1\n7 .7 .7 .1 .1\n1 .5 .5 .5 .5\n");
        var path = _files.Write("data.yaml", $"{names}\ntrain: images\n");
        var dataset = Dataset.Load(path, _files.Diagnostics, new DatasetOptions { SingleClass = true });
        Assert.Equal([name], dataset.ClassNames.AsEnumerable());
        Assert.Equal([0, 0, 0], dataset.Split("train").Images[0].Labels.Select(label => label.ClassIndex));
        // The last is now the first again.
        Assert.Equal(Codes.DuplicateLabels, Assert.Single(_files.Diagnostics.Items).Code);
        Assert.Throws<PruneException>(() => Dataset.Load(path, _files.Diagnostics).Split("train"));
    }
}
