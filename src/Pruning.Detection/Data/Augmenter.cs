using Pruning.Graphs;

namespace Pruning.Data;

/// <summary>
/// Makes one training image: mosaic (with copy-paste) or letterboxed image, warp, mix-up, colour, flips, size.
/// Everything random follows from (seed, epoch, image). Holds the pictures it works on, so one instance serves one
/// thread.
/// </summary>
internal sealed class Augmenter(DatasetSplit split, ImageCache cache, TrainingLoaderOptions options)
{
    private const int MixUpBeta = 32;
    private const float EdgeMargin = 1e-3f;

    private readonly Extent _output = Extent.Square(options.ImageSize);
    private readonly BgrImage _canvas = BgrImage.Allocate(Extent.Square(2 * options.ImageSize));
    private readonly BgrImage _picture = BgrImage.Allocate(Extent.Square(options.ImageSize));
    private readonly BgrImage _second = BgrImage.Allocate(Extent.Square(options.ImageSize));
    private readonly PictureBuffer _read = new();
    private readonly PictureBuffer _resized = new();
    private readonly List<PixelLabel> _labels = [];
    private readonly List<PixelLabel> _secondLabels = [];
    private readonly OutlineMask? _mask =
        options.Augmentation.CopyPaste > 0 ? new OutlineMask(2 * options.ImageSize, 2 * options.ImageSize) : null;

    /// <summary>Writes the image and appends its targets.</summary>
    /// <param name="index">Of the image in the split.</param>
    /// <param name="time">How often it was made before in this epoch.</param>
    /// <param name="side">S: what the image is brought to at last.</param>
    /// <param name="planes">RGB <c>[3, S, S]</c>.</param>
    /// <param name="place">The image's place in its batch, the targets' first column.</param>
    public void Make(int epoch, int index, int time, int side, Span<byte> planes, int place, List<float> targets)
    {
        var augmentation = options.Augmentation;
        var random = new CounterRandom(options.Seed, epoch, index + ((long)time << 32));
        if (random.Chance(augmentation.Mosaic))
            MakeMixed(index, ref random);
        else
            MakeSingle(index, ref random);
        ColorJitter.Apply(_picture, augmentation, ref random);
        var upsideDown = random.Chance(augmentation.FlipVertical);
        var leftRight = random.Chance(augmentation.FlipHorizontal);
        PlanarPixels.Write(
            _picture.Resized(Extent.Square(side), OpenCvSharp.InterpolationFlags.Linear, _resized),
            planes,
            leftRight,
            upsideDown
        );
        foreach (var label in _labels)
            AddTarget(targets, place, label, leftRight, upsideDown);
    }

    private void MakeMixed(int index, ref CounterRandom random)
    {
        MakeMosaic(index, _picture, _labels, ref random);
        if (!random.Chance(options.Augmentation.MixUp))
            return;
        MakeMosaic(random.Below(split.Images.Length), _second, _secondLabels, ref random);
        _labels.AddRange(_secondLabels);
        Blend(_picture.Pixels, _second.Pixels, random.SymmetricBeta(MixUpBeta));
    }

    private void MakeMosaic(int index, BgrImage target, List<PixelLabel> labels, ref CounterRandom random)
    {
        Mosaic.Compose(_canvas, labels, split, cache, index, _read, ref random);
        if (_mask is not null)
            CopyPaste.Apply(_canvas, labels, options.Augmentation.CopyPaste, _mask, ref random);
        var warp = new RandomWarp(_canvas.Size, _output, options.Augmentation, ref random);
        warp.Apply(_canvas, target);
        warp.Apply(labels);
    }

    private void MakeSingle(int index, ref CounterRandom random)
    {
        var image = cache.Get(index, _read);
        var letterbox = ImageFitting.Place(image.Original, image.Fitted.Size, _output, enlarge: true);
        var resized = image.Fitted.Resized(letterbox.Resized, OpenCvSharp.InterpolationFlags.Linear, _resized);
        Place(resized, _second, letterbox);
        _labels.Clear();
        PixelLabel.AddTo(
            _labels,
            split.Images[index],
            letterbox.Resized.Width,
            letterbox.Resized.Height,
            (float)letterbox.PadX,
            (float)letterbox.PadY
        );
        var warp = new RandomWarp(_output, _output, options.Augmentation, ref random);
        warp.Apply(_second, _picture);
        warp.Apply(_labels);
    }

    private static void Place(BgrImage image, BgrImage target, Letterbox letterbox)
    {
        target.Pixels.Fill(Letterbox.PadValue);
        for (var y = 0; y < image.Size.Height; y++)
        {
            var row = image.Pixels.Slice(3 * y * image.Size.Width, 3 * image.Size.Width);
            row.CopyTo(target.Pixels[(3 * ((letterbox.Top + y) * target.Size.Width + letterbox.Left))..]);
        }
    }

    private static void Blend(Span<byte> pixels, ReadOnlySpan<byte> others, double share)
    {
        for (var i = 0; i < pixels.Length; i++)
            pixels[i] = (byte)(pixels[i] * share + others[i] * (1 - share));
    }

    private void AddTarget(List<float> targets, int place, PixelLabel label, bool leftRight, bool upsideDown)
    {
        float size = options.ImageSize;
        var inside = label.Clipped(size - EdgeMargin, size - EdgeMargin);
        var x = (inside.Left + inside.Right) / 2 / size;
        var y = (inside.Top + inside.Bottom) / 2 / size;
        ReadOnlySpan<float> target =
        [
            place,
            label.ClassIndex,
            leftRight ? 1 - x : x,
            upsideDown ? 1 - y : y,
            inside.Width / size,
            inside.Height / size,
        ];
        targets.AddRange(target);
    }
}
