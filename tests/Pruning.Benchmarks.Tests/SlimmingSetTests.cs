using Pruning.Benchmarks.Inputs;
using Pruning.Benchmarks.Slimming;
using Pruning.Data;
using Pruning.Testing;

namespace Pruning.Benchmarks;

public sealed class SlimmingSetTests : IDisposable
{
    private readonly WorkFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [RealDataFact]
    public void A_smaller_part_lies_within_a_larger_one_and_all_are_judged_alike()
    {
        var (whole, hundred, forty) = (Open("bccd"), Open("bccd-100"), Open("bccd-40"));

        Assert.Equal((205, 100, 40), (Train(whole).Length, Train(hundred).Length, Train(forty).Length));
        Assert.Empty(Train(forty).Except(Train(hundred)));
        Assert.Empty(Train(hundred).Except(Train(whole)));
        Assert.All([hundred, forty], part => Assert.Equal(Names(whole, "test"), Names(part, "test")));
        Assert.All([hundred, forty], part => Assert.Equal(whole.ClassNames.ToArray(), part.ClassNames.ToArray()));
        Assert.All(forty.Split("train").Images, image => Assert.NotEmpty(image.Labels));
    }

    [RealDataFact]
    public void The_halves_of_the_COCO_pictures_have_none_in_common()
    {
        var coco = Open("coco");

        Assert.Equal((64, 64), (Train(coco).Length, Names(coco, "val").Length));
        Assert.Empty(Train(coco).Intersect(Names(coco, "val")));
        Assert.Equal(80, coco.ClassNames.Length);
    }

    [Theory]
    [InlineData("bccd", true)]
    [InlineData("neu-det-40", true)]
    [InlineData("bccd-0", false)]
    [InlineData("bccd-1e2", false)]
    [InlineData("neu", false)]
    public void Only_sets_that_there_are_can_be_asked_for(string name, bool isOne) =>
        Assert.Equal(isOne, SlimmingSet.IsName(name));

    private Dataset Open(string name) =>
        Dataset.Load(SlimmingSet.Find(name, _folder)!.Yaml, UnheardDiagnostics.Instance);

    private static string[] Train(Dataset dataset) => Names(dataset, "train");

    private static string[] Names(Dataset dataset, string split) =>
        [.. dataset.Split(split).Images.Select(image => Path.GetFileName(image.Path))];
}
