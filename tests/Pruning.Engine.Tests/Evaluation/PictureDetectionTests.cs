using System.Collections.Immutable;
using Pruning.Data;
using Pruning.Evaluation;
using Pruning.Graphs;
using Pruning.Tests.Data;
using Xunit;

namespace Pruning.Tests.Evaluation;

public sealed class PictureDetectionTests : IDisposable
{
    private readonly TemporaryDataset _files = new();

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData(100, 400, 96, 320)]
    [InlineData(400, 100, 320, 96)]
    [InlineData(50, 60, 288, 320)]
    public void A_free_input_is_as_slim_as_the_picture(int height, int width, int inputHeight, int inputWidth)
    {
        var detector = new Whole();
        var detections = PictureDetection.Run(
            detector,
            _files.WriteImage("a.bmp", height, width),
            320,
            SuppressionOptions.ForPictures
        );
        Assert.Equal(new Extent(inputHeight, inputWidth), detector.Seen);
        // A box around all of the input is clipped to all of the picture.
        Assert.Equal(new Detection(0, 0, width, height, 0.5f, 0), Assert.Single(detections));
    }

    [Fact]
    public void A_fixed_input_is_kept()
    {
        var detector = new Whole { FixedInput = Extent.Square(64) };
        PictureDetection.Run(detector, _files.WriteImage("a.bmp", 100, 400), 320, SuppressionOptions.ForPictures);
        Assert.Equal(Extent.Square(64), detector.Seen);
    }

    /// <summary>Sees one object that fills the input.</summary>
    private sealed class Whole : IDetector
    {
        public ImmutableArray<string> ClassNames => ["x"];

        public int Stride => 32;

        public Extent? FixedInput { get; init; }

        public int? FixedBatch => null;

        public Extent Seen { get; private set; }

        public float[] Detect(ReadOnlyMemory<byte> pixels, int batch, int height, int width)
        {
            Seen = new Extent(height, width);
            return [width / 2f, height / 2f, width, height, 1, 0.5f];
        }
    }
}
