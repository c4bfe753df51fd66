using System.Text;
using Pruning.Data;
using Pruning.Diagnostics;
using Pruning.Evaluation;

namespace Pruning.Tests.Data;

/// <summary>Names and paths in a dataset's yaml: what would go on wrongly, in silence, is refused with its place.</summary>
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
        Assert.Single(Dataset.Load(_files.PathOf("data.yaml"), _files.Diagnostics, new DatasetOptions { SingleClass = true }).ClassNames);
    }

    [Fact]
    public void Names_that_differ_in_case_are_two_classes() => Assert.Equal(2, _files.Load("names: [cell, Cell]\ntrain: x\n").ClassNames.Length);

    [Fact]
    public void Another_encoding_than_utf8_is_refused_with_its_place()
    {
        var latin = Encoding.Latin1.GetBytes("train: x\nnames: [zelle_größe, b]\n");
        var exception = Assert.Throws<PruneException>(() => Dataset.Load(_files.Write("data.yaml", latin), _files.Diagnostics));
        Assert.Equal((Codes.DatasetUnreadable, 2, 17), (exception.Code, exception.Diagnostic.Location!.Value.Line, exception.Diagnostic.Location!.Value.Column));
        Assert.Contains("0xF6", exception.Message, StringComparison.Ordinal);
        Assert.Contains("UTF-8", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Unicode_is_read_with_its_mark_and_without()
    {
        const string Text = "train: x\nnames: [zelle_größe, b]\n";
        foreach (var encoding in new Encoding[] { new UTF8Encoding(false), new UTF8Encoding(true), Encoding.Unicode, Encoding.BigEndianUnicode })
            Assert.Equal("zelle_größe", Dataset.Load(_files.Write("data.yaml", [.. encoding.Preamble, .. encoding.GetBytes(Text)]), _files.Diagnostics).ClassNames[0]);
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
        Assert.DoesNotContain("single quotes", Assert.Throws<PruneException>(() => _files.Load("train: [x\nnames: a]: b\n")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("person,bicycle", "bicycle,person", "another order")]
    [InlineData("person,bicycle", "person,bike", "class 1 is 'bicycle'")]
    [InlineData("person,bicycle", "person,bicycle", null)]
    [InlineData("person,bicycle", "person", null)]
    public void Classes_under_other_numbers_are_told(string model, string dataset, string? part)
    {
        ClassAgreement.Report("m.onnx", [.. model.Split(',')], "data.yaml", [.. dataset.Split(',')], _files.Diagnostics);
        if (part is null)
            Assert.Empty(_files.Diagnostics.Items);
        else
            Assert.Contains(part, Assert.Single(_files.Diagnostics.Items, item => item.Code == Codes.OtherClasses).Message, StringComparison.Ordinal);
    }
}
