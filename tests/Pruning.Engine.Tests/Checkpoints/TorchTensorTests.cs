using System.Runtime.InteropServices;

namespace Pruning.Checkpoints;

public class TorchTensorTests
{
    [Fact]
    public void Strides_and_offsets_are_followed()
    {
        using var file = new TorchFileWriter();
        file.Storage("0", 0, 1, 2, 3, 4, 5, 6, 7)
            .Pickle(
                new PickleWriter()
                    .Value(
                        new Dictionary<string, object?>
                        {
                            ["plain"] =
                                (Action<PickleWriter>)(w => w.Tensor("FloatStorage", "0", 8, 1, [2, 3], [3, 1])),
                            ["transposed"] =
                                (Action<PickleWriter>)(w => w.Tensor("FloatStorage", "0", 8, 1, [3, 2], [1, 3])),
                            ["stepped"] =
                                (Action<PickleWriter>)(w => w.Tensor("FloatStorage", "0", 8, 0, [2, 2], [4, 2])),
                        }
                    )
                    .Stop()
            );
        var read = TensorProbe.Read(file.Write(), "plain", "transposed", "stepped");
        Assert.Equal([1f, 2, 3, 4, 5, 6], read[0].Values);
        Assert.Equal([1f, 4, 2, 5, 3, 6], read[1].Values);
        Assert.Equal([0f, 2, 4, 6], read[2].Values);
        Assert.Equal([3, 2], read[1].Shape.ToArray());
    }

    [Theory]
    [InlineData("HalfStorage")]
    [InlineData("BFloat16Storage")]
    [InlineData("DoubleStorage")]
    [InlineData("FloatStorage")]
    public void Every_floating_point_type_becomes_32_bits(string type)
    {
        float[] values = [0, -1.5f, 65504, 0.0001220703125f];
        var bytes = type switch
        {
            "HalfStorage" => MemoryMarshal.AsBytes<Half>(values.Select(value => (Half)value).ToArray()).ToArray(),
            "BFloat16Storage" => MemoryMarshal
                .AsBytes<ushort>(
                    values.Select(value => (ushort)(BitConverter.SingleToUInt32Bits(value) >> 16)).ToArray()
                )
                .ToArray(),
            "DoubleStorage" => MemoryMarshal.AsBytes<double>(values.Select(value => (double)value).ToArray()).ToArray(),
            _ => MemoryMarshal.AsBytes<float>(values).ToArray(),
        };
        using var file = new TorchFileWriter();
        file.Entry("archive/data/0", bytes)
            .Pickle(
                new PickleWriter()
                    .Value(
                        new Dictionary<string, object?>
                        {
                            ["w"] = (Action<PickleWriter>)(w => w.Tensor(type, "0", 4, 0, [4], [1])),
                        }
                    )
                    .Stop()
            );
        var read = TensorProbe.Read(file.Write(), "w")[0].Values;
        // bfloat16 keeps 8 bits of 65504: 65280.
        Assert.Equal(type == "BFloat16Storage" ? [0, -1.5f, 65280, 0.0001220703125f] : values, read);
    }
}
