using Pruning.Data;
using Pruning.Diagnostics;
using Pruning.Evaluation;
using Pruning.Graphs;
using Pruning.Tests.Data;
using Xunit;

namespace Pruning.Tests.Evaluation;

public sealed class BoxPainterTests : IDisposable
{
    private readonly TemporaryDataset _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void A_box_and_its_plate_are_drawn_and_the_rest_stays()
    {
        var drawn = Draw([new Detection(40, 60, 120, 100, 0.75f, 1)]);
        Assert.Equal(new Extent(120, 200), drawn.Size);
        var edge = At(drawn, 80, 40);
        Assert.NotEqual((50, 50, 50), edge);
        Assert.Equal(edge, At(drawn, 80, 120));
        Assert.Equal(edge, At(drawn, 100, 80));
        // The plate lies above the box, in its colour, with ink on it.
        Assert.Equal(edge, At(drawn, 59, 41));
        var plate = Enumerable
            .Range(48, 10)
            .SelectMany(y => Enumerable.Range(42, 60).Select(x => At(drawn, y, x)))
            .ToArray();
        Assert.Contains(plate, pixel => pixel != edge);
        Assert.Equal((50, 50, 50), At(drawn, 80, 80));
        Assert.Equal((50, 50, 50), At(drawn, 20, 20));
    }

    [Fact]
    public void Boxes_at_the_borders_keep_their_plate_inside()
    {
        var drawn = Draw([new Detection(180, 0, 200, 120, 0.9f, 0), new Detection(0, 100, 200, 120, 0.5f, 2)]);
        // The name is longer than the box is wide: the plate moved left.
        Assert.NotEqual((50, 50, 50), At(drawn, 3, 170));
    }

    [Fact]
    public void A_file_type_that_no_encoder_knows_is_an_error()
    {
        var source = _files.WriteImage("a.bmp", 20, 20);
        Assert.Equal(
            Codes.PictureNotWritten,
            Assert.Throws<PruneException>(() => BoxPainter.Draw(source, [], [], _files.PathOf("b.xyz"))).Code
        );
        Assert.Equal(
            Codes.PictureNotWritten,
            Assert.Throws<PruneException>(() => BoxPainter.Draw(source, [], [], _files.PathOf("nowhere/b.png"))).Code
        );
    }

    private BgrImage Draw(Detection[] detections)
    {
        var source = _files.WriteImage("a.bmp", 120, 200, (_, _) => (50, 50, 50));
        var output = _files.PathOf("b.png");
        BoxPainter.Draw(source, detections, ["traffic light", "dog", "é"], output);
        using var decoded = ImageDecoder.Decode(output);
        return BgrImage.CopyOf(decoded);
    }

    private static (int B, int G, int R) At(BgrImage image, int y, int x)
    {
        var at = 3 * (y * image.Size.Width + x);
        return (image.Pixels[at], image.Pixels[at + 1], image.Pixels[at + 2]);
    }
}
