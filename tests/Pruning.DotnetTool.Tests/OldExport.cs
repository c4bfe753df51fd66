using System.Text;
using Pruning.Onnx;
using Pruning.Testing;

namespace Pruning.DotnetTool;

/// <summary>An ONNX file as older exporters wrote it, which says neither its classes nor its stride.</summary>
internal static class OldExport
{
    /// <returns>The file's path.</returns>
    public static string In(string folder)
    {
        var bytes = OnnxExporter.Export(TinyDetector.Create(), new OnnxExportOptions(64));
        foreach (var key in (string[])["names", "stride", "pruning.classes"])
            Rename(bytes, key);
        var path = Path.Combine(folder, "old.onnx");
        File.WriteAllBytes(path, bytes);
        return path;
    }

    /// <summary>
    /// Makes a property one that nobody reads. A key stands behind its field's number and its length.
    /// </summary>
    private static void Rename(Span<byte> bytes, string key)
    {
        const byte keyField = 0x0a;
        byte[] field = [keyField, (byte)key.Length, .. Encoding.ASCII.GetBytes(key)];
        var place = bytes.LastIndexOf(field);
        Assert.True(place >= 0, $"The export has no property '{key}'.");
        bytes[place + 2] = (byte)'_';
    }
}
