using Pruning.Checkpoints;
using Pruning.Diagnostics;
using Pruning.Testing;

namespace Pruning.Execution;

[Collection(TorchCollection.Name)]
public class TorchDetectorTests
{
    [RealDataTheory]
    [InlineData(320, "unfused")]
    [InlineData(320, "fused")]
    [InlineData(640, "fused")]
    public void Boxes_and_scores_are_the_originals(int size, string kind)
    {
        var network = CheckpointReader.Read(TestData.PathOf("yolov5n.pt"), new DiagnosticList());
        using var detector = new TorchDetector(network);
        var input = NumpyFile.Read(TestData.PathOf($"reference/vectors/bus_{size}_input_u8.npy"));
        var expected = NumpyFile.Read(TestData.PathOf($"reference/vectors/bus_{size}_raw_{kind}.npy"));
        var actual = detector.Detect(input.Content, 1, size, size);
        var width = expected.Shape[2];
        var (pixels, scores) = (0f, 0f);
        foreach (var (row, reference) in actual.Chunk(width).Zip(expected.Floats.Chunk(width)))
        {
            for (var column = 0; column < width; column++)
            {
                var difference = Math.Abs(row[column] - reference[column]);
                (pixels, scores) =
                    column < 4 ? (Math.Max(pixels, difference), scores) : (pixels, Math.Max(scores, difference));
            }
        }

        Assert.InRange(pixels, 0, 0.01f);
        Assert.InRange(scores, 0, 1e-4f);
    }

    [Fact]
    public void A_batch_is_as_its_pictures_one_by_one()
    {
        using var detector = new TorchDetector(TinyDetector.Create());
        var pixels = new byte[2 * 3 * 16 * 24];
        new Random(5).NextBytes(pixels);
        var both = detector.Detect(pixels, 2, 16, 24);
        var second = detector.Detect(pixels.AsMemory(pixels.Length / 2), 1, 16, 24);
        Assert.Equal(2 * 2 * 2 * 3 * 7, both.Length);
        Assert.All(both.AsSpan(both.Length / 2).ToArray().Zip(second), pair =>
            Assert.Equal(pair.First, pair.Second, 1e-4f)
        );
    }

    [Fact]
    public void Decoding_puts_a_zero_map_at_the_cells_centres_with_the_anchors_sizes()
    {
        var network = TinyDetector.Create();
        using var torch = new TorchNetwork(network);
        using var scope = TorchSharp.torch.NewDisposeScope();
        var decoded = HostTensor.ToArray(torch.Decode([TorchSharp.torch.zeros([1, 2, 2, 3, 7])]));
        float[] last = [(2 + 0.5f) * 8, (1 + 0.5f) * 8, 24, 20, 0.5f, 0.5f, 0.5f];
        Assert.Equal(last, decoded[^7..]);
        float[] first = [4, 4, 10, 12, 0.5f, 0.5f, 0.5f];
        Assert.Equal(first, decoded[..7]);
    }

    [Fact]
    public void Inputs_that_are_no_multiple_of_the_stride_are_refused()
    {
        using var detector = new TorchDetector(TinyDetector.Create());
        Assert.Throws<ArgumentException>(() => detector.Detect(new byte[3 * 12 * 16], 1, 12, 16));
        Assert.Throws<ArgumentException>(() => detector.Detect(new byte[7], 1, 16, 16));
    }
}
