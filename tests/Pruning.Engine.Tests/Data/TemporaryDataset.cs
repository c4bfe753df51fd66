using System.Buffers.Binary;
using Pruning.Data;
using Pruning.Diagnostics;

namespace Pruning.Tests.Data;

/// <summary>A dataset that a test writes into a folder of its own.</summary>
internal sealed class TemporaryDataset : IDisposable
{
    public TemporaryDataset() => Directory.CreateDirectory(Root);

    public string Root { get; } = Path.Combine(Path.GetTempPath(), $"pruning-{Guid.NewGuid():N}");

    public DiagnosticList Diagnostics { get; } = new();

    public string PathOf(string relative) => Path.Combine(Root, relative);

    public string Write(string relative, string content)
    {
        var path = Prepare(relative);
        File.WriteAllText(path, content);
        return path;
    }

    public string Write(string relative, byte[] content)
    {
        var path = Prepare(relative);
        File.WriteAllBytes(path, content);
        return path;
    }

    /// <summary>A bitmap whose pixels (blue, green, red) a function of row and column gives.</summary>
    public string WriteImage(
        string relative,
        int height,
        int width,
        Func<int, int, (byte B, byte G, byte R)>? pixel = null
    ) => Write(relative, Bitmap(height, width, pixel ?? ((y, x) => ((byte)x, (byte)y, (byte)(x + y)))));

    public Dataset Load(string yaml, string name = "data.yaml") => Dataset.Load(Write(name, yaml), Diagnostics);

    public void Dispose() => Directory.Delete(Root, recursive: true);

    private string Prepare(string relative)
    {
        var path = PathOf(relative);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return path;
    }

    private static byte[] Bitmap(int height, int width, Func<int, int, (byte B, byte G, byte R)> pixel)
    {
        var stride = (3 * width + 3) / 4 * 4;
        var file = new byte[54 + stride * height];
        "BM"u8.CopyTo(file);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(2), file.Length);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(10), 54);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(14), 40);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(18), width);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(22), height);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(26), 1);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(28), 24);
        for (var y = 0; y < height; y++)
        {
            // Bottom row first.
            var row = file.AsSpan(54 + stride * (height - 1 - y));
            for (var x = 0; x < width; x++)
                (row[3 * x], row[3 * x + 1], row[3 * x + 2]) = pixel(y, x);
        }

        return file;
    }
}
