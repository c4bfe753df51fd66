using System.Buffers.Binary;

namespace Pruning.Fuzzing.Mutation;

/// <summary>Changes inputs at random. The same seed gives the same inputs.</summary>
/// <param name="words">What inputs of this kind are made of.</param>
/// <param name="longest">Bytes of a result at most.</param>
internal sealed class Mutator(Random random, IReadOnlyList<byte[]> words, int longest)
{
    private const int MostChanges = 6;
    private const int SeldomLong = 500;

    private static readonly long[] Edges =
    [
        0,
        1,
        -1,
        2,
        3,
        7,
        8,
        15,
        16,
        31,
        32,
        63,
        64,
        100,
        127,
        128,
        255,
        256,
        1000,
        1024,
        4096,
        32767,
        32768,
        65535,
        65536,
        int.MaxValue,
        int.MinValue,
        uint.MaxValue,
        1L << 32,
        long.MaxValue,
        long.MinValue,
    ];

    private static readonly byte[][] Numbers =
    [
        .. new[]
        {
            "0",
            "-1",
            "1e999",
            "-0",
            "NaN",
            "0.0000001",
            "2147483648",
            "-2147483649",
            "4294967296",
            "9223372036854775808",
            "99999999999999999999",
            "1e-400",
            "00",
            "1.",
            ".5",
            "null",
        }.Select(text => System.Text.Encoding.ASCII.GetBytes(text)),
    ];

    /// <param name="other">Another input, to take parts of.</param>
    public byte[] Mutate(byte[] input, byte[] other)
    {
        var bytes = new List<byte>(input);
        for (var changes = 1 << random.Next(MostChanges); changes > 0; changes--)
            Change(bytes, other);
        if (random.Next(SeldomLong) == 0)
            Repeat(bytes);
        if (bytes.Count > longest)
            bytes.RemoveRange(longest, bytes.Count - longest);
        return [.. bytes];
    }

    private void Change(List<byte> bytes, byte[] other)
    {
        switch (bytes.Count == 0 ? 6 : random.Next(14))
        {
            case 0:
                bytes[random.Next(bytes.Count)] ^= (byte)(1 << random.Next(8));
                break;
            case 1:
                bytes[random.Next(bytes.Count)] = (byte)random.Next(256);
                break;
            case 2:
                Number(bytes, old => old + random.Next(-35, 36));
                break;
            case 3:
                Number(bytes, _ => Edges[random.Next(Edges.Length)]);
                break;
            case 4 or 5:
                var (at, count) = Part(bytes.Count);
                bytes.RemoveRange(at, count);
                break;
            case 6:
                bytes.InsertRange(
                    random.Next(bytes.Count + 1),
                    Enumerable.Range(0, random.Next(1, 9)).Select(_ => (byte)random.Next(256)).ToArray()
                );
                break;
            case 7 or 8 when words.Count > 0:
                bytes.InsertRange(random.Next(bytes.Count + 1), words[random.Next(words.Count)]);
                break;
            case 9 when words.Count > 0:
                Overwrite(bytes, words[random.Next(words.Count)]);
                break;
            case 10:
                Digits(bytes);
                break;
            case 11:
                (at, count) = Part(bytes.Count);
                bytes.InsertRange(random.Next(bytes.Count + 1), bytes.GetRange(at, count));
                break;
            case 12 when other.Length > 0:
                (at, count) = Part(other.Length);
                bytes.InsertRange(random.Next(bytes.Count + 1), other[at..(at + count)]);
                break;
            default:
                if (random.Next(8) == 0)
                    Truncate(bytes);
                else if (other.Length > 0)
                    Overwrite(bytes, other[..Math.Min(other.Length, 1 + random.Next(16))]);
                break;
        }
    }

    private void Truncate(List<byte> bytes)
    {
        var kept = random.Next(bytes.Count);
        bytes.RemoveRange(kept, bytes.Count - kept);
    }

    /// <summary>A part of so many bytes: mostly short, at times any.</summary>
    private (int At, int Count) Part(int length)
    {
        var count = random.Next(1, 1 + Math.Min(length, random.Next(4) == 0 ? length : 16));
        return (random.Next(length - count + 1), count);
    }

    private void Overwrite(List<byte> bytes, byte[] with)
    {
        var at = random.Next(bytes.Count);
        for (var i = 0; i < with.Length && at + i < bytes.Count; i++)
            bytes[at + i] = with[i];
    }

    /// <summary>An integer of 1, 2, 4 or 8 bytes, of either order.</summary>
    private void Number(List<byte> bytes, Func<long, long> change)
    {
        var width = 1 << random.Next(4);
        if (bytes.Count < width)
            return;
        var at = random.Next(bytes.Count - width + 1);
        Span<byte> number = stackalloc byte[8];
        for (var i = 0; i < width; i++)
            number[i] = bytes[at + i];
        var big = random.Next(2) == 0;
        if (big)
            number[..width].Reverse();
        BinaryPrimitives.WriteInt64LittleEndian(number, change(BinaryPrimitives.ReadInt64LittleEndian(number)));
        if (big)
            number[..width].Reverse();
        for (var i = 0; i < width; i++)
            bytes[at + i] = number[i];
    }

    /// <summary>A number that is written out becomes another.</summary>
    private void Digits(List<byte> bytes)
    {
        var start = random.Next(bytes.Count);
        while (start < bytes.Count && !char.IsAsciiDigit((char)bytes[start]))
            start++;
        var end = start;
        while (end < bytes.Count && char.IsAsciiDigit((char)bytes[end]))
            end++;
        bytes.RemoveRange(start, end - start);
        bytes.InsertRange(start, Numbers[random.Next(Numbers.Length)]);
    }

    /// <summary>A part many times over: what is harmless once may not be a thousand times.</summary>
    private void Repeat(List<byte> bytes)
    {
        if (bytes.Count == 0)
            return;
        var (at, count) = Part(bytes.Count);
        var times = random.Next(1, 1 + Math.Max(1, (longest - bytes.Count) / count));
        var part = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(bytes).Slice(at, count);
        var repeated = new byte[times * count];
        for (var time = 0; time < times; time++)
            part.CopyTo(repeated.AsSpan(time * count));
        bytes.InsertRange(at, repeated);
    }
}
