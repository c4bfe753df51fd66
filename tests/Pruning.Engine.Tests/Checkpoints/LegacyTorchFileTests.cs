using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Pruning.Diagnostics;
using Pruning.Graphs;
using Pruning.Yolo;

namespace Pruning.Checkpoints;

/// <summary>Files of torch before 1.6: pickles one after the other, then the storages.</summary>
public sealed class LegacyTorchFileTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"pruning-{Guid.NewGuid():n}.pt");
    private static readonly Network Sample = YoloArchitecture.Create(
        YoloDesign.Scale(YoloTable.P5, 0.33, 0.0625),
        ["a", "b"],
        3
    );

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void A_state_dict_is_read_with_its_names()
    {
        File.WriteAllBytes(_path, Write());
        var network = CheckpointReader.Read(_path, new DiagnosticList());
        Assert.Equal(["a", "b"], network.ClassNames.ToArray());
        foreach (var parameter in Sample.Parameters)
            Assert.Equal(parameter.Values, network.Parameters[parameter.Name].Values);
    }

    [Fact]
    public void Cut_short_it_is_damaged()
    {
        var bytes = Write();
        foreach (var share in new[] { 0.001, 0.1, 0.5, 0.9, 0.999 })
        {
            File.WriteAllBytes(_path, bytes[..(int)(bytes.Length * share)]);
            Assert.Equal(
                Codes.DamagedCheckpoint,
                Assert.Throws<PruneException>(() => CheckpointReader.Read(_path, new DiagnosticList())).Code
            );
        }
    }

    [Fact]
    public void A_bare_pickle_is_not_a_model()
    {
        File.WriteAllBytes(_path, new PickleWriter().Value(new List<object?> { 1, 2, 3, "a bare pickle" }).Stop());
        Assert.Equal(
            Codes.UnknownCheckpointKind,
            Assert.Throws<PruneException>(() => CheckpointReader.Read(_path, new DiagnosticList())).Code
        );
    }

    private static byte[] Write()
    {
        byte[] magic = [0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19];
        var parameters = Sample.Parameters.ToList();
        var weights = parameters.Select(
            (parameter, i) =>
                KeyValuePair.Create<string, object?>(
                    parameter.Name,
                    (Action<PickleWriter>)(w => WriteTensor(w, parameter, i))
                )
        );
        var checkpoint = new Dictionary<string, object?>
        {
            ["names"] = new List<object?> { "a", "b" },
            ["state_dict"] = weights,
        };
        List<byte> bytes = [];
        bytes.AddRange(new PickleWriter().Raw(magic).Stop());
        bytes.AddRange(new PickleWriter().Value(1001).Stop());
        bytes.AddRange(new PickleWriter().Value(new Dictionary<string, object?> { ["little_endian"] = true }).Stop());
        bytes.AddRange(new PickleWriter().Value(checkpoint).Stop());
        bytes.AddRange(new PickleWriter().Value(parameters.Select((_, i) => (object?)$"{i}").ToList()).Stop());
        foreach (var parameter in parameters)
        {
            var count = new byte[8];
            BinaryPrimitives.WriteInt64LittleEndian(count, parameter.Values.Length);
            bytes.AddRange(count);
            bytes.AddRange(MemoryMarshal.AsBytes<float>(parameter.Values));
        }

        return [.. bytes];
    }

    private static void WriteTensor(PickleWriter writer, Parameter parameter, int key)
    {
        var sizes = parameter.Shape.Select(size => (long)size).ToArray();
        var strides = new long[sizes.Length];
        long step = 1;
        for (var i = sizes.Length - 1; i >= 0; i--)
        {
            strides[i] = step;
            step *= sizes[i];
        }

        writer.Tensor("FloatStorage", $"{key}", parameter.Values.Length, 0, sizes, strides);
    }
}
