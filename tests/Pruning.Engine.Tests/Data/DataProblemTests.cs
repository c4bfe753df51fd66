using Pruning.Data;
using Pruning.Diagnostics;
using Pruning.Pipeline;
using Pruning.Pipeline.Stages;
using Pruning.Storage;

namespace Pruning.Tests.Data;

/// <summary>What is wrong with images and labels is counted, named, and an error where that is asked for.</summary>
public sealed class DataProblemTests : IDisposable
{
    private const string Yaml = "names: [cat, dog]\ntrain: images/train\nval: images/val\n";

    private readonly TemporaryDataset _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void A_check_counts_every_kind_and_names_where()
    {
        WriteBroken();
        var report = DatasetCheck.Run(_files.Write("data.yaml", Yaml), _files.Diagnostics);
        var train = report.Splits[0];

        Assert.Equal(
            [
                (DataProblemKind.ImageUnreadable, 2, "empty.jpg", 0),
                (DataProblemKind.LabelFileMissing, 1, "unlabelled.bmp", 0),
                (DataProblemKind.LabelColumns, 1, "columns.txt", 2),
                (DataProblemKind.LabelNotANumber, 1, "infinite.txt", 1),
                (DataProblemKind.LabelOutsideImage, 1, "outside.txt", 1),
                (DataProblemKind.LabelNegativeSize, 1, "negative.txt", 1),
                (DataProblemKind.LabelClassUnknown, 1, "class.txt", 1),
                (DataProblemKind.BoxWithoutArea, 2, "flat.txt", 0),
                (DataProblemKind.LabelRepeated, 1, "twice.txt", 0),
                (DataProblemKind.LabelWithoutImage, 1, "orphan.txt", 0),
                (DataProblemKind.ImageRepeated, 1, "unlabelled.bmp", 0),
            ],
            train.Problems.Select(problem =>
                (problem.Kind, problem.Count, Path.GetFileName(problem.Examples[0].File), problem.Examples[0].Line)
            )
        );
        Assert.Equal((10, 3, 1, 2), (train.Files, train.Images, train.Background, train.Boxes));
        Assert.Equal([1, 1], train.BoxesPerClass.AsEnumerable());
        Assert.Equal(3, train.ImageSides[0].Count);
        Assert.Equal([0, 2], train.BoxSides.Take(2).Select(bin => bin.Count));
        Assert.Equal((true, true), (report.HasProblems, report.IsUnusable));
        var val = Assert.Single(report.Splits[1].Problems);
        Assert.Equal((DataProblemKind.ImageInTwoSplits, 1), (val.Kind, val.Count));
        Assert.Contains("'train'", val.Examples[0].What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sound_dataset_has_no_problems_whatever_lies_about()
    {
        WriteGood("train", 1);
        WriteGood("val", 2);
        _files.Write("labels/train/classes.txt", "cat\ndog\n");
        _files.WriteImage("both/a.bmp", 20, 20);
        _files.Write("both/a.txt", "0 .5 .5 .5 .5");
        _files.Write("both/list.txt", "./a.bmp\n");
        var report = DatasetCheck.Run(_files.Write("data.yaml", $"{Yaml}test: both/list.txt\n"), _files.Diagnostics);
        Assert.Equal((false, false), (report.HasProblems, report.IsUnusable));
        Assert.Empty(_files.Diagnostics.Items);
    }

    [Fact]
    public void A_missing_folder_does_not_hide_the_other_splits()
    {
        WriteGood("train", 1);
        var report = DatasetCheck.Run(_files.Write("data.yaml", Yaml), _files.Diagnostics);
        Assert.Equal([null, Codes.DatasetPathMissing], report.Splits.Select(split => split.Error?.Code));
        Assert.True(report.IsUnusable);
    }

    [Fact]
    public void Strict_reading_makes_every_warning_an_error_and_refuses()
    {
        WriteGood("train", 1);
        _files.Write("images/train/cut.jpg", [0xFF, 0xD8, 0xFF, 0xC0, 0, 8, 8, 0, 20, 0, 30, 3, 0xFF, 0xDA]);
        _files.Write("labels/train/1.txt", "0 .5 .5 0 .5\n0 .5 .5 .5 .5\n0 .5 .5 .5 .5");
        var dataset = Dataset.Load(
            _files.Write("data.yaml", Yaml),
            _files.Diagnostics,
            new DatasetOptions { Strict = true }
        );
        Assert.Equal(Codes.StrictDataRefused, Assert.Throws<PruneException>(() => dataset.Split("train")).Code);
        Assert.Equal(
            [Codes.ImagesCutShort, Codes.LabelFilesMissing, Codes.BoxesWithoutArea, Codes.DuplicateLabels],
            _files.Diagnostics.Items.Select(item => item.Code)
        );
        Assert.All(_files.Diagnostics.Items, item => Assert.Equal(DiagnosticSeverity.Error, item.Severity));
    }

    [Fact]
    public void A_pipeline_reports_shared_images_whatever_is_cached_and_refuses_them_when_strict()
    {
        WriteGood("train", 1);
        WriteGood("val", 1);
        var yaml = _files.Write("data.yaml", Yaml);
        // Hashes that a former build remembers: the report is made all the same.
        var hashes = FileHashes.Fresh();
        for (var build = 0; build < 2; build++)
        {
            var diagnostics = new DiagnosticList();
            var splits = new SplitHashes(Dataset.Load(yaml, diagnostics), hashes, diagnostics);
            splits.Of("train");
            splits.Of("val");
            splits.Of("val");
            var warning = Assert.Single(diagnostics.Items);
            Assert.Equal((Codes.SplitsOverlap, DiagnosticSeverity.Warning), (warning.Code, warning.Severity));
        }

        var strict = new SplitHashes(
            Dataset.Load(yaml, _files.Diagnostics, new DatasetOptions { Strict = true }),
            hashes,
            _files.Diagnostics
        );
        strict.Of("train");
        Assert.Equal(Codes.StrictDataRefused, Assert.Throws<PruneException>(() => strict.Of("val")).Code);
    }

    [Fact]
    public void Reading_a_dataset_can_be_stopped()
    {
        WriteGood("train", 1);
        var splits = new SplitHashes(
            _files.Load(Yaml),
            FileHashes.Fresh(),
            _files.Diagnostics,
            new CancellationToken(canceled: true)
        );
        Assert.Throws<OperationCanceledException>(() => splits.Of("train"));
    }

    [Fact]
    public void A_single_class_is_another_content()
    {
        WriteGood("train", 1);
        var yaml = _files.Write("data.yaml", Yaml);
        Assert.NotEqual(Of(false), Of(true));

        Fingerprint Of(bool single) =>
            new SplitHashes(
                Dataset.Load(yaml, _files.Diagnostics, new DatasetOptions { SingleClass = single }),
                FileHashes.Fresh(),
                _files.Diagnostics
            ).Of("train");
    }

    private void WriteGood(string split, byte shade)
    {
        _files.WriteImage($"images/{split}/{shade}.bmp", 20, 20, (_, _) => (shade, shade, shade));
        _files.Write($"labels/{split}/{shade}.txt", "0 .5 .5 .5 .5");
    }

    private void WriteBroken()
    {
        _files.Write("images/train/empty.jpg", []);
        _files.Write("images/train/text.png", "no image"u8.ToArray());
        Pair("columns", "0 .5 .5 .1 .1\n0 .5 .5 .1");
        Pair("infinite", "0 inf .5 .1 .1");
        Pair("outside", "0 1.01 .5 .1 .1");
        Pair("negative", "0 .5 .5 .1 -0.1");
        Pair("class", "2 .5 .5 .1 .1");
        Pair("flat", "1 .5 .5 .5 .5\n0 .5 .5 0 .1\n0 .5 .5 .1 0");
        Pair("twice", "0 .5 .5 .5 .5\n0 .50 .5 .5 .5");
        _files.WriteImage("images/train/unlabelled.bmp", 20, 20, (_, _) => ((byte)"twice".Length, 0, 0));
        _files.WriteImage("images/val/same.bmp", 20, 20, (_, _) => ((byte)"flat".Length, 0, 0));
        _files.Write("labels/val/same.txt", "0 .5 .5 .5 .5");
        _files.Write("labels/train/orphan.txt", "0 .5 .5 .5 .5");

        void Pair(string name, string labels)
        {
            _files.WriteImage($"images/train/{name}.bmp", 20, 20, (_, _) => ((byte)name.Length, 0, 0));
            _files.Write($"labels/train/{name}.txt", labels);
        }
    }
}
