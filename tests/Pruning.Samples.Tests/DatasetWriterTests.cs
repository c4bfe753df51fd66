using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;

namespace ShapesDataset;

public sealed class DatasetWriterTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("shapes-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_same_bytes_come_out_on_every_machine()
    {
        DatasetWriter.Write(_folder, [("train", 8), ("val", 4)]);
        Assert.Equal("f77a37b67f37bcbe6401016c04dfe7de8233afab75408150790eda60a66d7ecf", HashOf(_folder));
    }

    [Fact]
    public void A_smaller_dataset_leaves_nothing_of_a_larger_one()
    {
        DatasetWriter.Write(_folder, [("train", 3)]);
        DatasetWriter.Write(_folder, [("train", 2)]);
        Assert.Equal(["00000.png", "00001.png"], FilesIn("images/train"));
        Assert.Equal(["00000.txt", "00001.txt"], FilesIn("labels/train"));
    }

    [Fact]
    public void Labels_name_known_classes_and_lie_within_the_picture()
    {
        DatasetWriter.Write(_folder, [("train", 40)]);
        var lines = Directory.GetFiles(Path.Combine(_folder, "labels", "train")).SelectMany(File.ReadAllLines).ToList();
        Assert.InRange(lines.Count, 80, 280);
        Assert.All(lines, line =>
        {
            var values = line.Split(' ').Select(value => double.Parse(value, CultureInfo.InvariantCulture)).ToArray();
            Assert.InRange(values[0], 0, Outline.ClassNames.Count - 1);
            Assert.True(values[3] > 0.03 && values[4] > 0.03);
            Assert.InRange(values[1] - (values[3] / 2), -1e-6, 1);
            Assert.InRange(values[2] + (values[4] / 2), 0, 1 + 1e-6);
        });
        Assert.Equal(4, lines.Select(line => line[0]).Distinct().Count());
    }

    [Fact]
    public void Pictures_are_valid_png_streams()
    {
        var path = Path.Combine(_folder, "a.png");
        byte[] pixels = [.. Enumerable.Range(0, 200 * 150 * 3).Select(i => (byte)(i * 7))];
        PngFile.Write(path, 200, 150, pixels);

        var bytes = File.ReadAllBytes(path);
        // Signature 8, header chunk 25, then the length, name and data of the one data chunk.
        var length = System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(33));
        using var rows = new MemoryStream();
        using (var zlib = new ZLibStream(new MemoryStream(bytes, 41, length), CompressionMode.Decompress))
            zlib.CopyTo(rows);
        Assert.Equal(pixels, rows.ToArray().Chunk((200 * 3) + 1).SelectMany(row => row.Skip(1)));
    }

    private string[] FilesIn(string folder) =>
        [
            .. Directory
                .GetFiles(Path.Combine(_folder, folder))
                .Select(path => Path.GetFileName(path))
                .Order(StringComparer.Ordinal),
        ];

    private static string HashOf(string folder)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var path in Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            hash.AppendData(File.ReadAllBytes(path));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
