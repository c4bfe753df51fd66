using System.Text;
using Pruning.Data;
using Pruning.Diagnostics;
using Pruning.Evaluation;

namespace Pruning.Tests.Data;

/// <summary>
/// Names and paths in a dataset's yaml: what would go on wrongly, in silence, is refused with its place.
/// </summary>
public sealed class DatasetYamlTextTests : IDisposable
{
    private readonly TemporaryDataset _files = new();

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData("names: [cell, cell, rbc]\ntrain: x\n", 1)]
    [InlineData("train: x\nnames:\n  0: cell\n  1: rbc\n  2: cell\n", 5)]
    public void Two_classes_of_one_name_are_refused_where_the_second_stands(string yaml, int line)
    {
        var exception = Assert.Throws<PruneException>(() => _files.Load(yaml));
        Assert.Equal((Codes.DatasetInvalid, line), (exception.Code, exception.Diagnostic.Location!.Value.Line));
        Assert.Contains("both called 'cell'", exception.Message, StringComparison.Ordinal);
        Assert.Single(
            Dataset
                .Load(_files.PathOf("data.yaml"), _files.Diagnostics, new DatasetOptions { SingleClass = true })
                .ClassNames
        );
    }

    // The tree of a document is compared and written recursively, however small its text.
    [Theory]
    [InlineData("a: &x [b, *x]\n", "inside of what it names", 3)]
    [InlineData("nc: $many\n", "stand for more than 65536 values", 17)]
    [InlineData("a: [[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]\n", "more than 16 levels", 3)]
    public void What_holds_itself_or_stands_for_millions_is_refused(string rest, string said, int line)
    {
        var many = string.Concat(
            Enumerable.Range(1, 19).Select(index => $"a{index}: &a{index} [*a{index - 1}, *a{index - 1}]\n")
        );
        var yaml =
            $"names: [a]\ntrain: "
            + $"x\n{(rest.Contains("$many", StringComparison.Ordinal) ? $"a0: &a0 [x, x]\n{many}" : "")}{rest.Replace("$many", "*a19", StringComparison.Ordinal)}";
        var exception = Assert.Throws<PruneException>(() => _files.Load(yaml));
        Assert.Equal((Codes.DatasetUnreadable, line), (exception.Code, exception.Diagnostic.Location!.Value.Line));
        Assert.Contains(said, exception.Message, StringComparison.Ordinal);
    }

    // There are more ways than atoms through folders in folders, if each counts.
    [Fact]
    public void A_pattern_of_many_parts_finds_each_folder_once()
    {
        var image = _files.WriteImage($"{string.Concat(Enumerable.Repeat("d/", 20))}a.bmp", 20, 20);
        Assert.Equal(
            [image],
            DatasetPath.Matching(_files.PathOf("d"), $"{string.Concat(Enumerable.Repeat("**/", 200))}*.bmp")
        );
        Assert.Equal(
            [image],
            DatasetPath.Matching(_files.PathOf("d"), $"{string.Concat(Enumerable.Repeat("**/d/", 15))}**/*.bmp")
        );
        Assert.Empty(DatasetPath.Matching(_files.PathOf("d"), $"{string.Concat(Enumerable.Repeat("**/", 300))}*.bmp"));
    }

    [Fact]
    public void References_to_lists_are_read() =>
        Assert.Equal(
            ["a", "b"],
            _files.Load("was: &x [a, b]\nnames: *x\ntrain: x\nalso: [*x, *x]\n").ClassNames.ToArray()
        );

    // What the library of yaml throws of its own accord.
    [Theory]
    [InlineData("names: [a]\ntrain: x\nb: ]\n")]
    [InlineData("names: [a]\ntrain: x\nb: !<> c\n")]
    [InlineData("names: [a]\ntrain: x\nb: !<a b> c\n")]
    [InlineData("%YAML 99999999999.1\n---\nnames: [a]\n")]
    public void What_its_library_trips_over_is_refused(string yaml) =>
        Assert.Equal(Codes.DatasetUnreadable, Assert.Throws<PruneException>(() => _files.Load(yaml)).Code);

    [Fact]
    public void Names_that_differ_in_case_are_two_classes() =>
        Assert.Equal(2, _files.Load("names: [cell, Cell]\ntrain: x\n").ClassNames.Length);

    [Fact]
    public void Another_encoding_than_utf8_is_refused_with_its_place()
    {
        var latin = Encoding.Latin1.GetBytes("train: x\nnames: [zelle_größe, b]\n");
        var exception = Assert.Throws<PruneException>(() =>
            Dataset.Load(_files.Write("data.yaml", latin), _files.Diagnostics)
        );
        Assert.Equal(
            (Codes.DatasetUnreadable, 2, 17),
            (exception.Code, exception.Diagnostic.Location!.Value.Line, exception.Diagnostic.Location!.Value.Column)
        );
        Assert.Contains("0xF6", exception.Message, StringComparison.Ordinal);
        Assert.Contains("UTF-8", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Unicode_is_read_with_its_mark_and_without()
    {
        const string Text = "train: x\nnames: [zelle_größe, b]\n";
        foreach (
            var encoding in new Encoding[]
            {
                new UTF8Encoding(false),
                new UTF8Encoding(true),
                Encoding.Unicode,
                Encoding.BigEndianUnicode,
            }
        )
            Assert.Equal(
                "zelle_größe",
                Dataset
                    .Load(
                        _files.Write("data.yaml", [.. encoding.Preamble, .. encoding.GetBytes(Text)]),
                        _files.Diagnostics
                    )
                    .ClassNames[0]
            );
    }

    [Theory]
    [InlineData("path: \"C:\\data\\set\"\ntrain: x\nnames: [a]\n")]
    [InlineData("path: \"C:\\new\\test\"\ntrain: x\nnames: [a]\n")]
    [InlineData("train:\n  - \"sets\\train\"\nnames: [a]\n")]
    public void A_windows_path_in_double_quotes_is_told_how_to_be_written(string yaml)
    {
        var exception = Assert.Throws<PruneException>(() => _files.Load(yaml));
        Assert.Contains("single quotes, or with '/'", exception.Message, StringComparison.Ordinal);
        Assert.True(exception.Diagnostic.Location!.Value.Line > 0);
    }

    [Fact]
    public void Other_faults_of_yaml_get_no_such_hint() =>
        Assert.DoesNotContain(
            "single quotes",
            Assert.Throws<PruneException>(() => _files.Load("train: [x\nnames: a]: b\n")).Message,
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("person,bicycle", "bicycle,person", "another order")]
    [InlineData("person,bicycle", "person,bike", "class 1 is 'bicycle'")]
    [InlineData("person,bicycle", "person,bicycle", null)]
    [InlineData("person,bicycle", "person", null)]
    public void Classes_under_other_numbers_are_told(string model, string dataset, string? part)
    {
        ClassAgreement.Report(
            "m.onnx",
            [.. model.Split(',')],
            "data.yaml",
            [.. dataset.Split(',')],
            _files.Diagnostics
        );
        if (part is null)
            Assert.Empty(_files.Diagnostics.Items);
        else
            Assert.Contains(
                part,
                Assert.Single(_files.Diagnostics.Items, item => item.Code == Codes.OtherClasses).Message,
                StringComparison.Ordinal
            );
    }
}
