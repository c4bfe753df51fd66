using Pruning.Diagnostics;

namespace Pruning.Pipeline.Tuning;

public sealed class SearchSpaceFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Ranges_and_choices_of_hyperparameters_and_properties_are_read()
    {
        var space = Read(
            """
            # rates
            lr0: {min: 0.001, max: 0.1, scale: log}
            momentum:
              min: 0.8
              max: 0.95
            mosaic: [0, 0.5, 1]
            SparsityPenalty: [auto, 0.001]
            imitationsteps: {min: 100, max: 400}
            """
        );
        Assert.Equal(
            ["lr0", "momentum", "mosaic", "SparsityPenalty", "ImitationSteps"],
            space.Select(parameter => parameter.Name)
        );
        Assert.Equal(new NumberRange(0.001, 0.1, IsLogarithmic: true), space[0].Domain);
        Assert.Equal(new NumberRange(0.8, 0.95, IsLogarithmic: false), space[1].Domain);
        Assert.Equal(["0", "0.5", "1"], space[2].Ends);
        Assert.Equal(["auto", "0.001"], space[3].Ends);
        Assert.Equal(new NumberRange(100, 400, IsLogarithmic: false, IsWhole: true), space[4].Domain);
        Assert.Equal([2, 3, 6, 7, 8], space.Select(parameter => parameter.Location!.Value.Line));
    }

    [Theory]
    [InlineData("lr0: {min: 0.1, max: 0.01}", 1, "has to be below")]
    [InlineData("lr0: {min: 0.1, max: 0.1}", 1, "has to be below")]
    [InlineData("lr0: {min: 0, max: 0.1, scale: log}", 1, "nothing at or below 0")]
    [InlineData("lr0: {min: 0.1, max: 0.2, scale: logg}", 1, "Did you mean 'log'?")]
    [InlineData("lr0: {min: 0.1, max: 0.2, step: 2}", 1, "'step'")]
    [InlineData("lr0: {min: 0.1}", 1, "has no max")]
    [InlineData("lr0: {min: 0.1, min: 0.2, max: 1}", 1, "'min' twice")]
    [InlineData("lr0: {min: 0.1, max: 11}", 1, "from 0 to 10")]
    [InlineData("lr0: {min: NaN, max: 1}", 1, "from 0 to 10")]
    [InlineData("\nlro: [0.1, 0.2]", 2, "Did you mean 'lr0'?")]
    [InlineData("iou_t: [0.1, 0.2]", 1, "neither a hyper-parameter nor a property")]
    [InlineData("ImageSize: [320, 640]", 1, "no search changes")]
    [InlineData("Seed: [1, 2]", 1, "no search changes")]
    [InlineData("lr0: 0.1", 1, "One value alone")]
    [InlineData("lr0: [0.1]", 1, "fewer than two")]
    [InlineData("lr0: [0.1, 0.1]", 1, "fewer than two")]
    [InlineData("lr0: []", 1, "fewer than two")]
    [InlineData("lr0: [0.1, '']", 1, "is empty")]
    [InlineData("lr0: [0.1, much]", 1, "not 'much'")]
    [InlineData("lr0: [0.1, [0.2]]", 1, "not a plain word")]
    [InlineData("lr0: {min: 0.1, max: {a: b}}", 1, "nested")]
    [InlineData("Importance: {min: 1, max: 2}", 1, "no range")]
    [InlineData("Importance: [bn-scale, nonsense]", 1, "nonsense")]
    [InlineData("SparsityPenalty: {min: auto, max: 1}", 1, "not a number")]
    [InlineData("lr0: [0.1, 0.2]\nlr0: [0.1, 0.3]", 2, "given twice")]
    [InlineData("lr0: [0.1, 0.2]\n---\nlrf: [0.1, 0.3]", 2, "second document")]
    [InlineData("- lr0", 1, "no list of 'name: values'")]
    [InlineData("lr0: &a [0.1, 0.2]\nlrf: *a", 2, "neither")]
    [InlineData("lr0: [0.1, 0.2", 2, "")]
    [InlineData("{}", 0, "names no parameter")]
    [InlineData("", 0, "empty")]
    public void What_makes_no_sense_is_refused_at_its_line(string text, int line, string why)
    {
        var refusal = Assert.Throws<PruneException>(() => Read(text));
        Assert.Equal(Codes.InvalidSearchSpace, refusal.Code);
        Assert.Contains(why, refusal.Diagnostic.Message, StringComparison.Ordinal);
        Assert.Equal(line, refusal.Diagnostic.Location!.Value.Line);
    }

    [Fact]
    public void A_hostile_file_is_refused_and_not_unfolded()
    {
        var deep = $"lr0: {new string('[', 20_000)}";
        var many = string.Concat(Enumerable.Range(0, 5000).Select(index => $"lr{index}: [0, 1]\n"));
        var long_ = $"lr0: [{string.Join(',', Enumerable.Range(0, 5000).Select(index => $"0.{index:0000}"))}]";
        var huge = new string('#', 2 << 20);
        Assert.All([deep, many, long_, huge, "lr0: \"\\uD800\"", "\0"], text =>
            Assert.Equal(Codes.InvalidSearchSpace, Assert.Throws<PruneException>(() => Read(text)).Code)
        );
    }

    [Fact]
    public void A_file_that_is_not_there_or_a_folder_is_refused() =>
        Assert.All([_folder.PathOf("none.yaml"), _folder.Root], path =>
            Assert.Equal(Codes.InvalidSearchSpace, Assert.Throws<PruneException>(() => SearchSpaceFile.Read(path)).Code)
        );

    public void Dispose() => _folder.Dispose();

    private System.Collections.Immutable.ImmutableArray<TunedParameter> Read(string text) =>
        SearchSpaceFile.Read(_folder.Write("space.yaml", text));
}
