namespace Pruning.Training.Sparsity;

public class SeparationTests
{
    private static readonly Dictionary<string, float[]> Strengths = new()
    {
        ["a"] = [1, 0.5f, 1, 0.25f],
        ["b"] = [2, 0, 2],
    };

    [Fact]
    public void It_is_what_the_going_lack_of_the_stayings_strength_averaged_over_groups()
    {
        Assert.Equal(1 - 0.375, Of(("a", [1, 3])), 1e-9);
        Assert.Equal(1, Of(("b", [1])), 1e-9);
        Assert.Equal((1 + 0.625) / 2, Of(("a", [1, 3]), ("b", [1])), 1e-9);
    }

    [Fact]
    public void Channels_as_strong_as_the_others_or_stronger_have_not_separated()
    {
        Assert.Equal(0, Of(("a", [0, 2])));
        Assert.Equal(0, Of(("b", [0])));
    }

    [Fact]
    public void Where_nothing_is_to_go_there_is_nothing_to_separate()
    {
        Assert.Equal(0, Of());
        Assert.Equal(0, Of(("a", [])));
    }

    private static double Of(params (string Group, int[] Channels)[] wanted) =>
        Separation.Measure(Strengths, wanted.ToDictionary(pair => pair.Group, pair => pair.Channels));
}
