namespace Pruning.Training;

public class NominalBatchChoiceTests
{
    [Theory]
    [InlineData(7_300, 300, 16, 64)] // COCO: the usual
    [InlineData(13, 30, 16, 16)] // 205 pictures: every batch a step
    [InlineData(100, 25, 16, 32)]
    [InlineData(13, 30, 128, 64)] // a batch beyond it is a step anyway
    public void Short_trainings_step_more_often(int batchesPerEpoch, int epochs, int batchSize, int expected) =>
        Assert.Equal(expected, NominalBatchChoice.For(batchesPerEpoch, epochs, batchSize));
}
