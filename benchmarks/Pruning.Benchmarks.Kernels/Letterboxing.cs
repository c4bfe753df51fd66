using BenchmarkDotNet.Attributes;
using OpenCvSharp;
using Pruning.Data;
using Pruning.Graphs;

namespace Pruning.Benchmarks.Kernels;

/// <summary>A decoded 640×480 picture into a network's input of 320 pixels: resized, padded, as planes.</summary>
[MemoryDiagnoser]
public class Letterboxing : IDisposable
{
    private const int Side = 320;

    private readonly byte[] _planes = new byte[3 * Side * Side];
    private readonly PictureBuffer _fitted = new();
    private readonly PictureBuffer _resized = new();
    private Mat _picture = new();

    [GlobalSetup]
    public void Setup()
    {
        var pixels = new byte[3 * 640 * 480];
        new Random(0).NextBytes(pixels);
        _picture = Mat.FromPixelData(480, 640, MatType.CV_8UC3, pixels);
    }

    [Benchmark]
    public byte Letterbox()
    {
        var original = new Extent(_picture.Rows, _picture.Cols);
        var fitted = _fitted.Take(ImageFitting.LongSideTo(Side, original));
        ImageFitting.LongSideTo(Side, _picture, fitted, training: false);
        var letterbox = ImageFitting.Place(original, fitted.Size, Extent.Square(Side), enlarge: false);
        PlanarPixels.WriteLetterboxed(
            fitted.Resized(letterbox.Resized, InterpolationFlags.Linear, _resized),
            letterbox,
            _planes
        );
        return _planes[^1];
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _picture.Dispose();
        GC.SuppressFinalize(this);
    }
}
