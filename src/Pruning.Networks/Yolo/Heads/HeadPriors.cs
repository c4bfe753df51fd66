namespace Pruning.Yolo.Heads;

/// <summary>
/// What an untrained head takes for likely, as log-odds to add to its biases: 8 objects in a 640-pixel image, spread
/// over the classes (focal-loss paper, section 3.3).
/// </summary>
internal static class HeadPriors
{
    private const double Objects = 8;
    private const double ImageSize = 640;

    /// <param name="stride">Of the level, in pixels.</param>
    public static float Objectness(int stride)
    {
        var cells = ImageSize / stride;
        return (float)Math.Log(Objects / (cells * cells));
    }

    public static float Class(int classes) => (float)Math.Log(0.6 / (classes - 0.99999));
}
