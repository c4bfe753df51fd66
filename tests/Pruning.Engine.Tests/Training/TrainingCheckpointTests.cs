using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Pruning.Training.Sparsity;

namespace Pruning.Training;

public sealed class TrainingCheckpointTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"training-{Guid.NewGuid():N}.checkpoint");

    [Fact]
    public void What_is_saved_comes_back_bit_by_bit()
    {
        Sample().Save(_path);
        var loaded = TrainingCheckpoint.Load(_path);
        Assert.Equal(["weights/a", "momentum/a", "empty"], loaded.Arrays.Select(array => array.Name));
        Assert.Equal(
            Sample().Arrays[0].Values.Select(BitConverter.SingleToUInt32Bits),
            loaded.Arrays[0].Values.Select(BitConverter.SingleToUInt32Bits)
        );
        Assert.Equal([3f], loaded.Section("momentum/")["a"]);
        Assert.Equal(0.1 + 0.2, loaded.Position.BestFitness);
        Assert.Equal([1, 4], loaded.Position.Penalty.Led["norm"]);
        Assert.Equal([2], loaded.Position.Penalty.Gone["norm"]);
        Assert.Equal(
            (0.1 + 0.2, 1.5, 0.5),
            (loaded.Position.Penalty.Progress, loaded.Position.Penalty.Speed, loaded.Position.Penalty.Share)
        );
        Assert.True(loaded.Position.Penalty.Waits);
        Assert.Equal(Sample().Position.Watch, loaded.Position.Watch);
        Assert.Equal([0.1 + 0.2, 0], loaded.Position.ClassAccuracy.AsEnumerable());
        Assert.Equal(Sample().Position.History.AsEnumerable(), loaded.Position.History.AsEnumerable());
        Assert.False(File.Exists($"{_path}.new"));
    }

    // A kill while the next is written must find this one whole: it is another file until the last byte.
    [Fact]
    public void The_one_before_stays_whole_until_the_next_is()
    {
        Sample().Save(_path);
        var before = File.ReadAllBytes(_path);
        using var held = new FileStream(_path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var next = Sample();
        (next with { Position = next.Position with { BestFitness = 0.75 } }).Save(_path);

        var after = new byte[before.Length];
        held.ReadExactly(after);
        Assert.Equal(before, after);
        Assert.NotEqual(before, File.ReadAllBytes(_path));
    }

    [Fact]
    public void Every_truncation_and_every_flipped_byte_is_noticed()
    {
        Sample().Save(_path);
        var content = File.ReadAllBytes(_path);
        for (var length = 0; length < content.Length; length += 7)
            AssertDamaged(content[..length]);
        for (var index = 0; index < content.Length; index += 5)
        {
            var flipped = content.ToArray();
            flipped[index] ^= 0x40;
            AssertDamaged(flipped);
        }
    }

    // Whoever can compute the hash can still not make us read beyond the file or allocate what is not there.
    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(-1)]
    public void A_head_that_claims_too_much_is_refused(int length)
    {
        Sample().Save(_path);
        var content = File.ReadAllBytes(_path);
        BinaryPrimitives.WriteInt32LittleEndian(content.AsSpan(12), length);
        SHA256.HashData(content.AsSpan(..^32), content.AsSpan(^32..));
        AssertDamaged(content);
    }

    // Nor bring the training down later on: it reads the history, writes its log anew, and looks arrays up by name.
    [Theory]
    [InlineData("\"History\":[", "\"History\":null,\"Was\":[")]
    [InlineData("\"History\":[", "\"History\":[null,")]
    [InlineData("\"ClassAccuracy\":[", "\"ClassAccuracy\":null,\"Was\":[")]
    [InlineData("\"Penalty\":{", "\"Penalty\":null,\"Was\":{")]
    [InlineData("\"Led\":{\"norm\":[1,4]}", "\"Led\":{\"norm\":null}")]
    [InlineData("\"Watch\":{", "\"Watch\":null,\"Was\":{")]
    [InlineData("\"Name\":\"momentum/a\"", "\"Name\":null")]
    [InlineData("\"momentum/a\"", "\"weights/a\"")]
    [InlineData("\"Rate\":0.01", "\"Rate\":1e999")]
    public void A_head_that_lacks_something_is_refused(string written, string instead)
    {
        Sample().Save(_path);
        var content = File.ReadAllBytes(_path);
        var head = Encoding.UTF8.GetString(content, 16, BinaryPrimitives.ReadInt32LittleEndian(content.AsSpan(12)));
        Assert.Contains(written, head, StringComparison.Ordinal);
        byte[] changed =
        [
            .. content[..16],
            .. Encoding.UTF8.GetBytes(head.Replace(written, instead, StringComparison.Ordinal)),
            .. content[(16 + Encoding.UTF8.GetByteCount(head))..^32],
        ];
        BinaryPrimitives.WriteInt32LittleEndian(
            changed.AsSpan(12),
            Encoding.UTF8.GetByteCount(head.Replace(written, instead, StringComparison.Ordinal))
        );
        AssertDamaged([.. changed, .. SHA256.HashData(changed)]);
    }

    // The largest architectures' are larger than an array may be. A file with holes takes no room.
    [Fact]
    public void A_file_of_any_size_is_looked_at()
    {
        Sample().Save(_path);
        using (var file = new FileStream(_path, FileMode.Open))
        {
            file.Position = 8;
            file.WriteByte(99);
            file.SetLength(3L << 30);
        }

        Assert.Contains(
            "version 99",
            Assert.Throws<InvalidDataException>(() => TrainingCheckpoint.Load(_path)).Message,
            StringComparison.Ordinal
        );
    }

    public void Dispose() => File.Delete(_path);

    private void AssertDamaged(byte[] content)
    {
        File.WriteAllBytes(_path, content);
        Assert.Throws<InvalidDataException>(() => TrainingCheckpoint.Load(_path));
    }

    private static TrainingCheckpoint Sample() =>
        new(
            new TrainingPosition(
                "key",
                2,
                11,
                4,
                4,
                1,
                0.1 + 0.2,
                [
                    new EpochRecord(
                        1,
                        new LossValues(0.1, 0.2, 0.3),
                        0.01,
                        4,
                        1.5,
                        null,
                        null,
                        0.5,
                        0.25,
                        new ScaleStatistics(0, 1, 2, 0.5, 0.25, 1e-3)
                    ),
                ],
                new PenaltyState(
                    new Dictionary<string, int[]> { ["norm"] = [1, 4] },
                    new Dictionary<string, int[]> { ["norm"] = [2] },
                    0.1 + 0.2,
                    1.5,
                    0.5,
                    true
                ),
                [0.1 + 0.2, 0],
                WatchState.Start with
                {
                    Loss = new WatchedLevel(0, -1.5, 0),
                    Norm = new WatchedLevel(0, 0, 3),
                }
            ),
            [("weights/a", [1.5f, float.NaN, -0f, float.Epsilon]), ("momentum/a", [3]), ("empty", [])]
        );
}
