using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;

namespace Pruning.Testing;

/// <summary>
/// One array of a NumPy <c>.npy</c> file (format versions 1 to 3, C order, little endian), or the arrays of an
/// <c>.npz</c> archive. Every size is checked against the bytes that are really there, so a damaged file is an
/// <see cref="InvalidDataException"/>.
/// </summary>
/// <param name="Shape">Outermost first; empty for a scalar.</param>
/// <param name="TypeCode">NumPy's: <c>f2 f4 f8 i2 i4 i8 u1 b1</c>.</param>
internal sealed partial record NumpyFile(int[] Shape, string TypeCode, byte[] Content)
{
    private static readonly Dictionary<string, int> ItemSizes = new(StringComparer.Ordinal)
    {
        ["f2"] = 2,
        ["f4"] = 4,
        ["f8"] = 8,
        ["i2"] = 2,
        ["i4"] = 4,
        ["i8"] = 8,
        ["u1"] = 1,
        ["b1"] = 1,
    };

    public static NumpyFile Read(string path) => Parse(File.ReadAllBytes(path), path);

    /// <summary>The arrays of an <c>.npz</c>, by name without <c>.npy</c>.</summary>
    public static Dictionary<string, NumpyFile> ReadArchive(string path)
    {
        using var archive = ZipFile.OpenRead(path);
        return archive.Entries.ToDictionary(
            entry => entry.FullName.EndsWith(".npy", StringComparison.Ordinal) ? entry.FullName[..^4] : entry.FullName,
            entry => Parse(Extract(entry), $"{path}:{entry.FullName}"),
            StringComparer.Ordinal
        );
    }

    public float[] Floats =>
        TypeCode switch
        {
            "f2" => Array.ConvertAll(MemoryMarshal.Cast<byte, Half>(Content).ToArray(), value => (float)value),
            "f4" => MemoryMarshal.Cast<byte, float>(Content).ToArray(),
            "f8" => Array.ConvertAll(MemoryMarshal.Cast<byte, double>(Content).ToArray(), value => (float)value),
            _ => throw new InvalidDataException($"The array holds {TypeCode}, not floats."),
        };

    /// <summary>Whole numbers and booleans of any size.</summary>
    public long[] Integers =>
        TypeCode switch
        {
            "i8" => MemoryMarshal.Cast<byte, long>(Content).ToArray(),
            "i4" => Array.ConvertAll(MemoryMarshal.Cast<byte, int>(Content).ToArray(), value => (long)value),
            "i2" => Array.ConvertAll(MemoryMarshal.Cast<byte, short>(Content).ToArray(), value => (long)value),
            "u1" or "b1" => Array.ConvertAll(Content, value => (long)value),
            _ => throw new InvalidDataException($"The array holds {TypeCode}, not integers."),
        };

    private static byte[] Extract(ZipArchiveEntry entry)
    {
        const long limit = 1L << 30;
        if (entry.Length > limit)
            throw new InvalidDataException($"{entry.FullName} says that it holds {entry.Length} bytes.");
        using var stream = entry.Open();
        var content = new byte[entry.Length];
        stream.ReadExactly(content);
        return content;
    }

    private static NumpyFile Parse(byte[] file, string name)
    {
        if (file.Length < 12 || file[0] != 0x93 || !file.AsSpan(1, 5).SequenceEqual("NUMPY"u8))
            throw new InvalidDataException($"{name} is no NumPy array.");
        var wide = file[6] >= 2;
        long length = wide
            ? BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(8))
            : BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(8));
        var start = wide ? 12 : 10;
        if (start + length > file.Length)
            throw new InvalidDataException($"{name}: the header runs over the end of the file.");
        var header = Encoding.Latin1.GetString(file, start, (int)length);
        return Describe(header, file.AsSpan(start + (int)length), name);
    }

    private static NumpyFile Describe(string header, ReadOnlySpan<byte> content, string name)
    {
        var match = HeaderPattern().Match(header);
        if (!match.Success || !ItemSizes.TryGetValue(match.Groups["type"].Value, out var itemSize))
            throw new InvalidDataException($"{name}: this header is not understood: {header.Trim()}");
        var shape = match
            .Groups["shape"]
            .Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(size => int.Parse(size, NumberStyles.None, CultureInfo.InvariantCulture))
            .ToArray();
        var bytes = shape.Aggregate((long)itemSize, (product, size) => checked(product * size));
        if (bytes != content.Length)
            throw new InvalidDataException(
                $"{name}: [{string.Join(", ", shape)}] needs {bytes} bytes and {content.Length} are there."
            );
        return new NumpyFile(shape, match.Groups["type"].Value, content.ToArray());
    }

    [GeneratedRegex(@"'descr':\s*'[<|](?<type>\w\d)',\s*'fortran_order':\s*False,\s*'shape':\s*\((?<shape>[\d,\s]*)\)")]
    private static partial Regex HeaderPattern();
}
