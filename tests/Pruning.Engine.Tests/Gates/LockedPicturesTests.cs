using System.Collections.Immutable;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Pruning.Diagnostics;
using Pruning.Pipeline;
using Pruning.Reporting;

namespace Pruning.Evaluation.Gates;

/// <summary>The pictures that stand beside a locked baseline.</summary>
public sealed class LockedPicturesTests : IDisposable
{
    private static readonly string Content = new('c', 64);

    private readonly TemporaryFolder _folder = new();

    private string LockFile => _folder.PathOf("Detector.pruning.lock.json");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_is_kept_is_read_again_is_small_and_measures_nearly_the_same()
    {
        var pictures = MadeUpPictures.Of(300, 0.3, seed: 1).Add(new PictureTally([], [], [], []));
        var read = Read(LockedPicturesFile.Write(LockFile, pictures, Content)!, 301)!.Value;

        Assert.Equal(_folder.PathOf("Detector.pruning.lock.pictures"), LockedPicturesFile.PathOf(LockFile));
        Assert.InRange(new FileInfo(LockedPicturesFile.PathOf(LockFile)).Length, 1, 20_000);
        Assert.Equal(PictureTally.Write(LockedPictures.Round(pictures)), PictureTally.Write(read));
        Assert.Equal(PictureTally.Write(read), PictureTally.Write(LockedPictures.Round(read)));
        Assert.DoesNotContain(read, picture => picture.Confidences.Any(confidence => confidence < 0.015f));
        Assert.Equal(MadeUpPictures.Map50(pictures), MadeUpPictures.Map50(read), 0.003);
    }

    [Fact]
    public void A_baseline_that_keeps_none_has_none_and_too_many_are_not_kept()
    {
        Assert.Null(LockedPicturesFile.Read(LockFile, Locked(1)));
        LockedPicturesFile.Write(LockFile, MadeUpPictures.Of(3, 0, seed: 1), Content);
        var many = new PictureTally([], [.. new float[10_001]], [.. new int[10_001]], [.. new int[10_001]]);
        Assert.Null(LockedPicturesFile.Write(LockFile, [.. Enumerable.Repeat(many, 1000)], Content));
        Assert.False(File.Exists(LockedPicturesFile.PathOf(LockFile)));
    }

    [Fact]
    public void A_missing_file_and_another_ones_are_refused()
    {
        var mark = LockedPicturesFile.Write(LockFile, MadeUpPictures.Of(3, 0, seed: 1), Content)!;
        Assert.Contains(
            "was accepted with 00000",
            Refused(mark with { Sha256 = new string('0', 64) }, 3),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "it holds more pictures than the 2 that were measured",
            Refused(mark, 2),
            StringComparison.Ordinal
        );
        Assert.Contains("it holds 3 pictures of the 4 that were measured", Refused(mark, 4), StringComparison.Ordinal);
        File.Delete(LockedPicturesFile.PathOf(LockFile));
        Assert.Contains("it is not there", Refused(mark, 3), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("pruning-pictures 2\n|")]
    [InlineData("pruning-pictures 1\n")]
    [InlineData("pruning-pictures 1\n0")]
    [InlineData("pruning-pictures 1\n|0|")]
    [InlineData("pruning-pictures 1\n-1|")]
    [InlineData("pruning-pictures 1\n10000|")]
    [InlineData("pruning-pictures 1\n0 |")]
    [InlineData("pruning-pictures 1\n0|9000:0")]
    [InlineData("pruning-pictures 1\n0|10001:0:0")]
    [InlineData("pruning-pictures 1\n0|NaN:0:0")]
    [InlineData("pruning-pictures 1\n0|9000:99999999999:0")]
    [InlineData("pruning-pictures 1\n0|9000:0:400")]
    [InlineData("pruning-pictures 1\n0|9000:0:3ff ")]
    [InlineData("pruning-pictures 1\n0|30:0:0*")]
    [InlineData("pruning-pictures 1\n0|30:0:0*1")]
    [InlineData("pruning-pictures 1\n0|30:0:0*10001")]
    [InlineData("pruning-pictures 1\n0|30:0:0*9999 40:0:0*9999")]
    public void Damaged_text_is_refused(string text) =>
        Assert.Contains("cannot be read", Refused(Pack(text), 1), StringComparison.Ordinal);

    [Fact]
    public void What_is_not_packed_and_what_unpacks_without_end_is_refused()
    {
        Assert.Contains(
            "cannot be read",
            Refused(Write("pruning-pictures 1\n|"u8.ToArray()), 1),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "more than 10,000,000 detections",
            Refused(Pack($"pruning-pictures 1\n{string.Concat(Enumerable.Repeat("|30:0:0*10000\n", 1001))}"), 2000),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "unpacks to more than",
            Refused(Pack($"pruning-pictures 1\n{new string('\n', 70_000_000)}"), 1),
            StringComparison.Ordinal
        );
    }

    private string Refused(LockedPicturesMark mark, int images)
    {
        var refusal = Assert.Throws<PruneException>(() => Read(mark, images));
        Assert.Equal(
            (Codes.BaselinePicturesUnreadable, LockedPicturesFile.PathOf(LockFile)),
            (refusal.Code, refusal.Diagnostic.Location!.Value.File)
        );
        return refusal.Message;
    }

    private LockedPicturesMark Pack(string text)
    {
        using var packed = new MemoryStream();
        using (var packer = new GZipStream(packed, CompressionLevel.Fastest))
            packer.Write(Encoding.UTF8.GetBytes(text));
        return Write(packed.ToArray());
    }

    private LockedPicturesMark Write(byte[] bytes)
    {
        File.WriteAllBytes(LockedPicturesFile.PathOf(LockFile), bytes);
        return new LockedPicturesMark(Convert.ToHexStringLower(SHA256.HashData(bytes)), Content);
    }

    private ImmutableArray<PictureTally>? Read(LockedPicturesMark mark, int images) =>
        LockedPicturesFile.Read(LockFile, Locked(images) with { Pictures = mark });

    private static LockedBaseline Locked(int images) =>
        new ModelReport(Reports.Slim, Reports.SlimAccuracy, null).Lock(Reports.Latency) with
        {
            Images = images,
        };
}
