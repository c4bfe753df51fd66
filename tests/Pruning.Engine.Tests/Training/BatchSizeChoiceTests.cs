namespace Pruning.Training;

public class BatchSizeChoiceTests
{
    [Theory]
    [InlineData(118_287, 300, 16)] // COCO: the usual
    [InlineData(205, 30, 16)]
    [InlineData(40, 100, 16)] // what a new project asks for
    [InlineData(100, 15, 16)]
    [InlineData(40, 30, 8)]
    [InlineData(40, 15, 8)]
    [InlineData(1, 1, 8)] // no fewer, though they are too few steps
    [InlineData(40, 0, 16)] // no training
    [InlineData(int.MaxValue, int.MaxValue, 16)]
    public void Short_trainings_of_few_images_take_smaller_batches(int images, int epochs, int expected) =>
        Assert.Equal(expected, BatchSizeChoice.For(images, epochs));
}
