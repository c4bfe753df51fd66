using System.Collections.Immutable;
using System.Numerics;
using Pruning.Data;
using Pruning.Graphs;
using Xunit;

namespace Pruning.Tests.Data;

public sealed class CopyPasteTests
{
    private const int Height = 8;
    private const int Width = 20;

    [Fact]
    public void A_mask_holds_the_pixels_whose_centres_are_inside()
    {
        var mask = new OutlineMask(6, 4);
        mask.Add([new(1, 1), new(4, 1), new(4, 3), new(1, 3)]);
        mask.Add([new(4.6f, 0), new(6, 0), new(6, 1), new(4.6f, 1)]); // the centre at 4.5 is outside
        Assert.Equal(["-----x", "-xxx--", "-xxx--", "------"], Enumerable.Range(0, 4).Select(y => Text(mask.Row(y))));
    }

    [Fact]
    public void A_notch_is_outside()
    {
        var mask = new OutlineMask(5, 2);
        mask.Add([new(0, 0), new(5, 0), new(5, 2), new(4, 2), new(4, 1), new(1, 1), new(1, 2), new(0, 2)]);
        Assert.Equal(["xxxxx", "x---x"], Enumerable.Range(0, 2).Select(y => Text(mask.Row(y))));
    }

    [Fact]
    public void The_hidden_share_is_that_of_the_box_below() =>
        // 4 × 2 of 8 × 4.
        Assert.Equal(8 / 32f, CopyPaste.HiddenShare(Label(4, 2, 20, 10), Label(0, 0, 8, 4)), 1e-6);

    [Fact]
    public void An_object_appears_once_more_on_the_other_side_mirrored()
    {
        var picture = Picture();
        List<PixelLabel> labels = [Outlined(2, 1, 6, 5)];
        Apply(picture, labels, 1);

        Assert.Equal(2, labels.Count);
        Assert.Equal((14f, 1f, 18f, 5f), (labels[1].Left, labels[1].Top, labels[1].Right, labels[1].Bottom));
        Assert.Equal(new Vector2(18, 1), labels[1].Outline[0]);
        for (var y = 0; y < Height; y++)
        {
            for (var x = 0; x < Width; x++)
                Assert.Equal(
                    x is >= 14 and < 18 && y is >= 1 and < 5 ? Value(Width - 1 - x, y) : Value(x, y),
                    picture.Pixels[3 * ((y * Width) + x)]
                );
        }
    }

    // Mirrored it lies at 14 to 18. A box of 10 × 4 there loses 4 × 4 of 40 = 0.4; one of 14 × 4 loses 16 / 56 = 0.286.
    [Theory]
    [InlineData(10, 1)]
    [InlineData(6, 2)]
    public void What_would_hide_three_tenths_of_another_is_not_pasted(float left, int pasted)
    {
        List<PixelLabel> labels = [Outlined(2, 1, 6, 5), Label(left, 1, 20, 5)];
        Apply(Picture(), labels, 1);
        Assert.Equal(pasted + 1, labels.Count);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.5, 1)]
    [InlineData(1, 2)]
    public void The_share_counts_objects_with_outlines(double share, int pasted)
    {
        List<PixelLabel> labels = [Outlined(1, 0, 3, 2), Outlined(5, 4, 8, 6), Label(0, 6, 4, 8), Label(4, 6, 6, 8)];
        Apply(Picture(), labels, share);
        Assert.Equal(4 + pasted, labels.Count);
    }

    private static void Apply(BgrImage picture, List<PixelLabel> labels, double share)
    {
        var random = new CounterRandom(0, 0, 0);
        var mask = new OutlineMask(Width, Height);
        mask.Add([new(0, 0), new(Width, 0), new(Width, Height), new(0, Height)]); // what an earlier picture left
        CopyPaste.Apply(picture, labels, share, mask, ref random);
    }

    private static string Text(ReadOnlySpan<bool> row) =>
        string.Concat(row.ToArray().Select(inside => inside ? 'x' : '-'));

    private static byte Value(int x, int y) => (byte)((10 * x) + y);

    private static BgrImage Picture()
    {
        var picture = BgrImage.Allocate(new Extent(Height, Width));
        for (var i = 0; i < Height * Width; i++)
            picture.Pixels.Slice(3 * i, 3).Fill(Value(i % Width, i / Width));
        return picture;
    }

    private static PixelLabel Label(float left, float top, float right, float bottom) =>
        new(0, left, top, right, bottom, []);

    private static PixelLabel Outlined(float left, float top, float right, float bottom) =>
        Label(left, top, right, bottom) with
        {
            Outline = [new(left, top), new(right, top), new(right, bottom), new(left, bottom)],
        };
}
