using Pruning.Benchmarks.Inputs;
using Pruning.Benchmarks.Measuring;
using Pruning.Data;

namespace Pruning.Benchmarks;

public class ManyImagesTests
{
    [Fact]
    public void Images_and_labels_are_repeated_under_other_names_and_taken_for_settled()
    {
        using var folder = new WorkFolder();
        var (_, drawn) = DrawnInputs.Make(folder, (Train: 3, Validation: 1));
        var source = Dataset.Load(drawn, UnheardDiagnostics.Instance).Split("train");

        var many = Dataset.Load(
            ManyImages.Write(folder.Fresh("many"), source, 10, validation: 2),
            UnheardDiagnostics.Instance
        );

        Assert.Equal(10, many.Split("train").Images.Length);
        Assert.Equal(2, many.Split("val").Images.Length);
        Assert.Equal(source.Images[0].Labels.AsEnumerable(), many.Split("train").Images[3].Labels);
        // Throws where any content is read again.
        Assert.True(new ScaledDataset(folder.Fresh("scaled"), source, 10).CheckForChanges() > 0);
    }
}
