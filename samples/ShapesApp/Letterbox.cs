using OpenCvSharp;

namespace ShapesApp;

/// <summary>Fits a picture of any shape into the model's square input: scaled, centred, the rest grey. As in training.</summary>
internal sealed class Letterbox
{
    private readonly float _scale;
    private readonly int _left, _top;

    /// <param name="size">Pixels of the model's input.</param>
    public Letterbox(Mat picture, int size)
    {
        _scale = Math.Min((float)size / picture.Width, (float)size / picture.Height);
        var (width, height) = ((int)(picture.Width * _scale), (int)(picture.Height * _scale));
        (_left, _top) = ((size - width) / 2, (size - height) / 2);

        using var scaled = new Mat();
        using var square = new Mat();
        Cv2.Resize(picture, scaled, new Size(width, height));
        Cv2.CopyMakeBorder(scaled, square, _top, size - height - _top, _left, size - width - _left, BorderTypes.Constant, new Scalar(114, 114, 114));
        Input = ToPlanes(square, size);
    }

    /// <summary>The model's input: [1, 3, size, size], red, green, blue, each 0 to 1.</summary>
    public float[] Input { get; }

    /// <summary>From a box in the model's input (centre and size) to one in the picture.</summary>
    public Box ToPicture(float centerX, float centerY, float width, float height) => new(
        (centerX - (width / 2) - _left) / _scale, (centerY - (height / 2) - _top) / _scale, width / _scale, height / _scale);

    // OpenCV keeps blue, green, red side by side; the model wants one plane each, red first.
    private static float[] ToPlanes(Mat square, int size)
    {
        var planes = new float[3 * size * size];
        for (var y = 0; y < size; y++)
        {
            for (var x = 0; x < size; x++)
            {
                var pixel = square.At<Vec3b>(y, x);
                var index = (y * size) + x;
                planes[index] = pixel.Item2 / 255f;
                planes[(size * size) + index] = pixel.Item1 / 255f;
                planes[(2 * size * size) + index] = pixel.Item0 / 255f;
            }
        }

        return planes;
    }
}
