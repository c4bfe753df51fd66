using Pruning.Data;
using Pruning.Training;

namespace Pruning.Pipeline.Tuning;

public sealed class WrittenHyperparametersTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void What_is_written_is_read_again_to_the_last_bit()
    {
        // A different value in each key, so that none is taken for another.
        var recipe = (new Hyperparameters(), new AugmentationOptions());
        var next = 1;
        foreach (var key in HyperparameterKey.All.Where(key => key.HasEffect))
            recipe = key.Set(recipe, key.Minimum + ((key.Maximum - key.Minimum) / (1e5 / next++) / 3));
        var text = HyperparameterFile.Write(recipe.Item1, recipe.Item2);
        Assert.Equal(recipe, HyperparameterFile.Read(_folder.Write("written.yaml", text)));
        // To Python, a number with an exponent has a point.
        Assert.All(text.Split('\n').Where(line => line.Contains('E', StringComparison.Ordinal)), line =>
            Assert.Contains('.', line)
        );
        Assert.Contains("E-", text, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();
}
