using Pruning.Data;
using Pruning.Diagnostics;

namespace Pruning.Tests.Data;

/// <summary>
/// A check finds what training would stumble over, and counts every line, folder and picture that gives no image.
/// </summary>
public sealed class UnusedPartsTests : IDisposable
{
    private const string Yaml = "names: [cat]\ntrain: images/train\n";

    private readonly TemporaryDataset _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void Pictures_in_linked_folders_are_found_and_links_in_circles_end()
    {
        Labelled("images/train/a");
        Labelled("camera/images/b");
        Directory.CreateSymbolicLink(_files.PathOf("images/train/second"), _files.PathOf("camera/images"));
        Directory.CreateDirectory(_files.PathOf("labels/train"));
        Directory.CreateSymbolicLink(_files.PathOf("labels/train/second"), _files.PathOf("camera/labels"));
        var train = Check().Splits[0];
        Assert.Equal((2, 2, 0), (train.Files, train.Boxes, train.Problems.Length));

        Directory.CreateSymbolicLink(_files.PathOf("camera/images/back"), _files.PathOf("images/train"));
        Directory.CreateSymbolicLink(_files.PathOf("images/train/self"), ".");
        Directory.CreateSymbolicLink(_files.PathOf("images/train/gone"), _files.PathOf("no-such-disk"));
        train = Check().Splits[0];
        Assert.Equal((2, 2), (train.Files, train.Boxes));
        var problem = Assert.Single(train.Problems);
        Assert.Equal(
            ["back", "gone", "self"],
            problem.Examples.Select(example => Path.GetFileName(example.File)).Order(StringComparer.Ordinal)
        );
        Assert.Equal((DataProblemKind.FolderUnused, "PRUNE2026"), (problem.Kind, problem.Code.Id));
        Assert.Contains(problem.Examples, example =>
            example.File.EndsWith("gone", StringComparison.Ordinal)
            && example.What.Contains("no-such-disk", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void A_pattern_finds_linked_folders_too()
    {
        Labelled("camera/images/b");
        Directory.CreateDirectory(_files.PathOf("images"));
        Directory.CreateSymbolicLink(_files.PathOf("images/linked"), _files.PathOf("camera/images"));
        Assert.Equal(1, Check("names: [cat]\ntrain: images/**/*.bmp\n").Splits[0].Files);
    }

    [Fact]
    public void Lines_of_a_list_that_give_no_image_are_counted_with_their_place()
    {
        foreach (var name in new[] { "a", "b", "c" })
            Labelled($"images/{name}");
        var list = _files.Write(
            "train.txt",
            "\"images/a.bmp\"\nimages/b.bmp 12,20,30,40,0\n# mine\n\nimages/c.bmp\nimages/c.bmp\nimages\n"
        );
        var train = Check("names: [cat]\ntrain: train.txt\n").Splits[0];
        Assert.Equal((1, 1), (train.Files, train.Boxes));
        var problem = Assert.Single(train.Problems);
        Assert.Equal((DataProblemKind.ListLineUnused, 4), (problem.Kind, problem.Count));
        Assert.Equal([1, 2, 6, 7], problem.Examples.Select(example => example.Line));
        Assert.All(problem.Examples, example => Assert.Equal(list, example.File));
        Assert.Contains("quotation marks", problem.Examples[0].What, StringComparison.Ordinal);

        _ = _files.Load("names: [cat]\ntrain: train.txt\n").Split("train");
        Assert.Contains("line 1", Assert.Single(_files.Diagnostics.Items).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Pictures_of_other_formats_are_counted_and_other_files_are_not()
    {
        Labelled("images/train/a");
        _files.Write("images/train/b.gif", [1]);
        _files.Write("images/train/c.heic", [1]);
        _files.Write("images/train/d", [0xFF, 0xD8, 0xFF, 0xC0, 0, 8, 8, 0, 20, 0, 30, 3, 0xFF, 0xDA]);
        _files.Write("images/train/LICENSE", "text");
        _files.Write("images/train/a.xml", "<annotation/>");
        var problem = Assert.Single(Check().Splits[0].Problems);
        Assert.Equal((DataProblemKind.FileUnused, 3), (problem.Kind, problem.Count));
    }

    [Theory]
    [InlineData("train", "PRUNE2011", true)]
    [InlineData("val", "PRUNE2027", false)]
    public void A_split_without_a_box_is_a_problem(string split, string code, bool unusable)
    {
        Labelled("images/train/a");
        _files.WriteImage("empty/a.bmp", 30, 20);
        _files.Write("empty/a.txt", "");
        var report = Check(
            $"names: [cat]\ntrain: images/train\n{split}: empty\n".Replace(
                split == "train" ? "train: images/train\n" : " ",
                split == "train" ? "" : " ",
                StringComparison.Ordinal
            )
        );
        var problem = Assert.Single(report.Splits.Single(part => part.Name == split).Problems);
        Assert.Equal((code, unusable), (problem.Code.Id, report.IsUnusable));
    }

    [Fact]
    public void A_check_decodes_what_training_will()
    {
        Labelled("images/train/a");
        var whole = RawImages.PalettePng(30, 20, (10, 120, 230));
        _files.Write("images/train/whole.png", whole);
        var damaged = whole.ToArray();
        // The checksum of the pixels: before the twelve bytes of the last chunk.
        damaged[^14] ^= 0x55;
        _files.Write("images/train/checksum.png", damaged);
        _files.Write("images/train/endless.png", whole[..^12]);
        foreach (var name in new[] { "whole", "checksum", "endless" })
            _files.Write($"labels/train/{name}.txt", "0 .5 .5 .5 .5");
        var report = Check();
        Assert.Equal(
            [(DataProblemKind.ImageUnreadable, "endless.png"), (DataProblemKind.ImageUndecodable, "checksum.png")],
            report.Splits[0].Problems.Select(problem => (problem.Kind, Path.GetFileName(problem.Examples[0].File)))
        );
        Assert.Equal((4, 2, true), (report.Splits[0].Files, report.Splits[0].Images, report.IsUnusable));
    }

    [Theory]
    [InlineData(true, 8, 1, "BigTIFF")]
    [InlineData(false, 32, 3, "32-bit floating-point")]
    [InlineData(false, 32, 1, "32-bit pixels")]
    [InlineData(false, 16, 2, null)]
    [InlineData(false, 8, 1, null)]
    [InlineData(false, 16, 1, null)]
    public void Tiff_of_kinds_that_are_not_read_is_named_and_the_conversion_said(
        bool big,
        int bits,
        int format,
        string? part
    )
    {
        var path = _files.Write("images/train/a.tif", RawImages.Tiff(big, 40, bits, format));
        _files.Write("labels/train/a.txt", "0 .5 .5 .5 .5");
        var problems = Check().Splits[0].Problems;
        if (part is null)
        {
            Assert.Empty(problems);
            return;
        }

        var what = Assert.Single(problems).Examples[0].What;
        Assert.Contains(part, what, StringComparison.Ordinal);
        Assert.Contains("convert it to", what, StringComparison.Ordinal);
        Assert.Contains(
            part,
            Assert.Throws<PruneException>(() => ImageDecoder.Decode(path)).Message,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("GIF89a", "GIF")]
    [InlineData("\0\0\0\u0018ftypheic", "HEIC")]
    [InlineData("version https://git-lfs.github.com/spec/v1", "git lfs pull")]
    [InlineData("<!DOCTYPE html><html>", "web page")]
    public void What_bears_an_images_name_and_is_another_kind_is_named(string content, string part)
    {
        _files.Write("images/train/a.jpg", content);
        Assert.Contains(part, Check().Splits[0].Problems[0].Examples[0].What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_whole_jpeg_with_a_film_behind_it_is_not_called_cut_short()
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
            0xFF,
            0,
            3,
            0xFF,
            0xD9,
        ];
        Assert.False(ImageProbe.Look(_files.Write("film.jpg", [.. whole, .. new byte[10_000]])).IsCutShort);
        Assert.True(ImageProbe.Look(_files.Write("cut.jpg", [.. whole[..^2], .. new byte[10_000]])).IsCutShort);
    }

    private DatasetReport Check(string yaml = Yaml) =>
        DatasetCheck.Run(_files.Write("data.yaml", yaml), _files.Diagnostics);

    private void Labelled(string name)
    {
        // Each with its own content.
        _files.WriteImage($"{name}.bmp", 30, 20 + name.Length + name[^1]);
        _files.Write($"{name.Replace("images", "labels", StringComparison.Ordinal)}.txt", "0 .5 .5 .5 .5");
    }
}
