using OpenCvSharp;
using Pruning.Data;
using Pruning.Diagnostics;

namespace Pruning.Tests.Data;

/// <summary>
/// Pictures that begin well and are damaged further on: a check and a training's beginning find the same ones.
/// </summary>
public sealed class DecodingTrialTests : IDisposable
{
    private readonly TemporaryDataset _files = new();

    public DecodingTrialTests()
    {
        _files.WriteImage("images/0.bmp", 40, 40);
        _files.Write("labels/0.txt", "0 0.5 0.5 0.2 0.2\n");
    }

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData(".png", "checksum")]
    [InlineData(".png", "contents")]
    [InlineData(".png", "short")]
    [InlineData(".webp", "contents")]
    [InlineData(".webp", "short")]
    [InlineData(".bmp", "short")]
    [InlineData(".tif", "short")]
    public void What_a_check_calls_damaged_no_training_stumbles_over(string extension, string damage)
    {
        var path = _files.Write("images/1" + extension, Damaged(extension, damage));
        _files.Write("labels/1.txt", "0 0.5 0.5 0.2 0.2\n");

        var problem = Assert.Single(
            DatasetCheck
                .Run(_files.Write("data.yaml", "train: images\nnames: [a]\n"), _files.Diagnostics)
                .Splits[0]
                .Problems
        );
        var split = _files.Load("train: images\nnames: [a]\n").Split("train");

        Assert.Equal(path, Assert.Single(problem.Examples).File);
        if (problem.Kind == DataProblemKind.ImageUnreadable)
        {
            Assert.DoesNotContain(split.Images, image => image.Path == path);
            Assert.Equal(1, DecodingTrial.Require([split], (_, _) => { }));
        }
        else
        {
            Assert.Equal(DataProblemKind.ImageUndecodable, problem.Kind);
            var refusal = Assert.Throws<PruneException>(() => DecodingTrial.Require([split], (_, _) => { }));
            Assert.Equal(Codes.ImageNotDecodable, refusal.Code);
            Assert.Contains(
                $"1 of 2 images begin as images and do not decode: '{path}'",
                refusal.Message,
                StringComparison.Ordinal
            );
        }
    }

    [Fact]
    public void Progress_comes_to_all_images_and_a_stop_is_heeded()
    {
        for (var i = 0; i < 50; i++)
            _files.WriteImage($"images/{i:00}.bmp", 40, 40);
        var split = _files.Load("train: images\nnames: [a]\n").Split("train");
        var shares = new List<double?>();

        Assert.Equal(51, DecodingTrial.Require([split, split], (_, share) => shares.Add(share)));
        Assert.All(shares, share => Assert.InRange(share!.Value, 0.0, 1.0));

        using var stop = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() =>
            DecodingTrial.Require([split], (_, _) => stop.Cancel(), stop.Token)
        );
    }

    private static byte[] Damaged(string extension, string damage)
    {
        using var image = new Mat(64, 64, MatType.CV_8UC3);
        Cv2.Randu(image, Scalar.All(0), Scalar.All(255));
        Assert.True(Cv2.ImEncode(extension, image, out var bytes));
        if (damage == "short")
            return bytes[..(bytes.Length / 2)];
        if (extension == ".webp")
        {
            bytes.AsSpan(bytes.Length / 4, bytes.Length / 2).Clear();
            // The partitions' table, which a decoder cannot do without.
            bytes.AsSpan(30, 20).Fill(0xFF);
            return bytes;
        }

        var data = bytes.AsSpan().IndexOf("IDAT"u8);
        bytes[damage == "checksum" ? bytes.AsSpan().IndexOf("IEND"u8) - 5 : data + 300] ^= 0x5A;
        return bytes;
    }
}
