using System.Collections.Immutable;
using System.IO.Compression;
using System.Security.Cryptography;
using Pruning.Evaluation;
using Pruning.Evaluation.Gates;

namespace Pruning.Fuzzing.Readers;

/// <summary>The pictures beside the lock file of gates; the packing and the hash are right.</summary>
internal sealed class LockedPicturesReader()
    : FileReader("lock-pictures", "a.pruning.lock.pictures", "Pruning.Evaluation.Gates.LockedPictures")
{
    private int _lines;

    protected override byte[] Wrap(byte[] input)
    {
        _lines = input.Count(letter => letter == '\n');
        using var packed = new MemoryStream();
        using (var packer = new GZipStream(packed, CompressionLevel.NoCompression, leaveOpen: true))
            packer.Write(input);
        return packed.ToArray();
    }

    protected override string? ReadFile(string path)
    {
        var mark = new LockedPicturesMark(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path))), "c");
        var locked = new LockedBaseline(
            LockedBaseline.CurrentVersion,
            "val",
            Math.Max(1, _lines - 1),
            "",
            ImmutableSortedDictionary<string, double>.Empty,
            null
        )
        {
            Pictures = mark,
        };
        return LockedPicturesFile.Read(Path.ChangeExtension(path, ".json"), locked) is { } pictures
            ? PictureTally.Write(pictures)
            : null;
    }
}
