using System.Text;
using Pruning.Fuzzing.Checks;
using Pruning.Fuzzing.Readers;

namespace Pruning.Fuzzing;

/// <summary>
/// Megabytes of what is harmless in small amounts. Work that grows with the square of the input takes minutes on these,
/// and longer than the limit.
/// </summary>
public class LargeInputTests
{
    private const int Megabyte = 1 << 20;

    [Theory]
    [InlineData("engine-message", "a", " ", "b")]
    [InlineData("engine-message", "", "(1,", "): error PRUNE0001: a")]
    [InlineData("voc-list", "a", " ", "b 1")]
    [InlineData("image-list", "a", " ", "b")]
    [InlineData("labels", "0 0.5 0.5 0.1 ", "0", "1")]
    [InlineData("dataset-yaml", "train: x\nnames: [a]\nb: ", " ", "c")]
    [InlineData("dataset-yaml", "train: x\nnames: [a]\nb: '", "\n", "'")]
    [InlineData("dataset-yaml", "train: x\nnames: [a]\nb", "b", ": c")]
    [InlineData("dataset-yaml", "names: [a]\ntrain: '", "**/", "a'")]
    [InlineData("hyperparameters", "lr0", "0", ": 1")]
    [InlineData("coco", "", "[", "")]
    [InlineData("coco", "{\"images\":[],\"annotations\":[],\"categories\":[", "NaN,", "]}")]
    [InlineData("request", "<PruningRequest Version=\"1\">", "<Property/>", "</PruningRequest>")]
    [InlineData("lock", "{\"metrics\":{\"", "a", "\":1}}")]
    [InlineData("manifest", "{\"outputs\":", "[", "")]
    [InlineData("python-names", "{0: '", "\\n", "'}")]
    [InlineData("quantity", "1", "0", " MB")]
    [InlineData("training-log", "epoch", ",", "")]
    [InlineData("model-description", "<PrunedModel Version=\"1\">", "<Label/>", "</PrunedModel>")]
    public void A_repeated_part_is_no_trouble(string reader, string before, string part, string after) =>
        AssertFine(
            reader,
            Encoding.UTF8.GetBytes($"{before}{string.Concat(Enumerable.Repeat(part, Megabyte / part.Length))}{after}")
        );

    [Fact]
    public void Many_categories_are_no_trouble() =>
        AssertFine(
            "coco",
            Encoding.UTF8.GetBytes(
                $"{{\"images\":[],\"annotations\":[],\"categories\":[{string.Join(',', Enumerable.Range(0, 100_000).Select(id => $"{{\"id\":{id},\"name\":\"n{id}\"}}"))}]}}"
            )
        );

    [Fact]
    public void Many_items_are_no_trouble() =>
        AssertFine(
            "project",
            Encoding.UTF8.GetBytes(
                $"<Project><ItemGroup>{string.Concat(Enumerable.Range(0, 20_000).Select(id => $"<KeepLayer Include=\"m.{id}.*\"/>"))}</ItemGroup></Project>"
            )
        );

    private static void AssertFine(string reader, byte[] input)
    {
        var scratch = Directory.CreateTempSubdirectory("pruning-fuzz-");
        Assert.Null(new CheckedRead(ReaderList.Named(reader), scratch.FullName, Limits.Default).Run(input));
        scratch.Delete(recursive: true);
    }
}
