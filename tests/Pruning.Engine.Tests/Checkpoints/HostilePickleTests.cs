using System.IO.Compression;
using Pruning.Diagnostics;

namespace Pruning.Checkpoints;

/// <summary>
/// Files made to run code, exhaust memory or reach outside their bounds: each ends quickly, in a coded message.
/// </summary>
public class HostilePickleTests
{
    [Theory]
    [InlineData("os", "system")]
    [InlineData("posix", "system")]
    [InlineData("nt", "system")]
    [InlineData("subprocess", "Popen")]
    [InlineData("builtins", "eval")]
    [InlineData("builtins", "getattr")]
    [InlineData("__builtin__", "exec")]
    [InlineData("importlib", "import_module")]
    [InlineData("torch.hub", "load")]
    [InlineData("torch.storage", "_load_from_bytes")]
    [InlineData("some.package", "run_me")]
    public void A_call_of_what_is_not_data_is_refused_by_name(string module, string name)
    {
        var error = ReadError(
            new PickleWriter().Global(module, name).Op('(').Text("touch /tmp/owned").Op('t').Op('R').Stop()
        );
        Assert.Equal(Codes.UnsafeCheckpoint, error.Code);
        Assert.Contains($"'{module}.{name}'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("os", "system")]
    [InlineData("subprocess", "Popen")]
    public void Reaching_for_it_by_stack_or_instance_is_refused_too(string module, string name)
    {
        var stacked = new PickleWriter().Text(module).Text(name).Raw(0x93).Op('(').Text("x").Op('t').Op('R').Stop();
        Assert.Equal(Codes.UnsafeCheckpoint, ReadError(stacked).Code);
        var instance = new PickleWriter().Op('(').Global(module, name).Text("x").Op('o').Stop();
        Assert.Equal(Codes.UnsafeCheckpoint, ReadError(instance).Code);
        var made = new PickleWriter().Global(module, name).Op('(').Text("x").Op('t').Raw(0x81).Stop();
        Assert.Equal(Codes.UnsafeCheckpoint, ReadError(made).Code);
    }

    [Fact]
    public void An_unknown_class_is_plain_data()
    {
        var error = ReadError(
            new PickleWriter().Instance("evil.module", "Model", [KeyValuePair.Create<string, object?>("x", 1)]).Stop()
        );
        Assert.Equal(Codes.NotYolo, error.Code);
    }

    [Fact]
    public void Control_characters_of_a_hostile_name_do_not_reach_the_message()
    {
        var error = ReadError(
            new PickleWriter().Text("os").Text("sys\u001b[31mtem\r\nerror X: y").Raw(0x93).Op(')').Op('R').Stop()
        );
        Assert.DoesNotContain(error.Message, char.IsControl);
    }

    [Fact]
    public void Every_prefix_of_a_good_pickle_is_a_coded_error()
    {
        var good = new PickleWriter()
            .Value(
                new Dictionary<string, object?>
                {
                    ["a"] = new List<object?> { 1, 2.0, "three", null, true },
                    ["model"] = (Action<PickleWriter>)(w => w.Tensor("FloatStorage", "0", 4, 0, [2, 2], [2, 1])),
                }
            )
            .Stop();
        for (var length = 0; length < good.Length; length++)
            Assert.Equal(Codes.DamagedCheckpoint, ReadError(good[..length]).Code);
    }

    [Fact]
    public void Random_bytes_end_in_coded_errors()
    {
        var random = new Random(7);
        var good = new PickleWriter()
            .Value(
                new Dictionary<string, object?>
                {
                    ["a"] = new List<object?> { 1, "b", new object?[] { 2.0, null } },
                }
            )
            .Stop();
        for (var trial = 0; trial < 500; trial++)
        {
            var bytes = (byte[])good.Clone();
            for (var i = random.Next(1, 6); i > 0; i--)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            ReadError(bytes);
        }
    }

    [Fact]
    public void Announced_lengths_beyond_the_end_allocate_nothing()
    {
        byte[][] pickles =
        [
            new PickleWriter().Op('X').Raw(0xff, 0xff, 0xff, 0xff).Stop(),
            new PickleWriter().Raw(0x8d, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f).Stop(),
            new PickleWriter().Raw(0x8e, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff).Stop(),
            new PickleWriter().Raw(0x8b, 0xff, 0xff, 0xff, 0x7f).Stop(),
            new PickleWriter().Raw(0x95, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff).Stop(),
        ];
        foreach (var pickle in pickles)
            Assert.Equal(Codes.DamagedCheckpoint, ReadError(pickle).Code);
    }

    [Fact]
    public void A_memo_index_is_not_a_size()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        ReadError(new PickleWriter().Op('N').Op('r').Raw(0xff, 0xff, 0xff, 0xff).Stop());
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 10_000_000);
    }

    [Fact]
    public void Deep_nesting_and_doubling_end_quickly()
    {
        var deep = new PickleWriter();
        for (var i = 0; i < 200_000; i++)
            deep.Op(']').Op('q').Raw(0);
        Assert.NotNull(ReadError(deep.Stop()));
        var marks = new PickleWriter();
        for (var i = 0; i < 200_000; i++)
            marks.Op('(');
        Assert.Equal(Codes.DamagedCheckpoint, ReadError(marks.Stop()).Code);
        var tuples = new PickleWriter().Op('N');
        for (var i = 0; i < 500_000; i++)
            tuples.Raw(0x85);
        Assert.NotNull(ReadError(tuples.Stop()));
    }

    [Fact]
    public void Modules_that_contain_one_another_twice_do_not_multiply()
    {
        // 60 Sequentials, each holding the one before twice: 2^60 layers if walked.
        var writer = new PickleWriter();
        writer.Value(Sequential([]));
        for (byte i = 0; i < 60; i++)
        {
            writer.Op('q').Raw(i).Op('0');
            var previous = (Action<PickleWriter>)(w => w.Op('h').Raw(i));
            writer.Value(
                Sequential(
                    [
                        KeyValuePair.Create<string, object?>("0", previous),
                        KeyValuePair.Create<string, object?>("1", previous),
                    ],
                    from: -1
                )
            );
        }

        writer.Op('q').Raw(200).Op('0');
        var layers = Sequential([
            KeyValuePair.Create<string, object?>("0", (Action<PickleWriter>)(w => w.Op('h').Raw(200))),
        ]);
        writer.Value(new Dictionary<string, object?> { ["model"] = Model(layers) });
        Assert.Equal(Codes.UnsupportedModule, ReadError(writer.Stop()).Code);
    }

    [Theory]
    [InlineData(5, 0, 2, 2, 2, 1)]
    [InlineData(4, 1, 2, 2, 2, 1)]
    [InlineData(4, -1, 2, 2, 2, 1)]
    [InlineData(4, 0, 2, 2, -2, 1)]
    [InlineData(4, 0, 2, 2, 3, 1)]
    [InlineData(4, 0, 1L << 40, 2, 0, 0)]
    [InlineData(4, 0, 1L << 31, 1L << 31, 1L << 31, 1L << 31)]
    [InlineData(4, 0, 3, 3, 0, 0)]
    [InlineData(4, 0, 0, 2, 2, 1)]
    [InlineData(-4, 0, 2, 2, 2, 1)]
    [InlineData(long.MaxValue, 0, 2, 2, 2, 1)]
    public void A_tensor_outside_its_storage_is_refused(
        long count,
        long offset,
        long rows,
        long columns,
        long rowStride,
        long columnStride
    )
    {
        using var file = new TorchFileWriter();
        file.Storage("0", 1, 2, 3, 4)
            .Pickle(
                new PickleWriter()
                    .Value(
                        new Dictionary<string, object?>
                        {
                            ["0.conv.weight"] =
                                (Action<PickleWriter>)(
                                    w =>
                                        w.Tensor(
                                            "FloatStorage",
                                            "0",
                                            count,
                                            offset,
                                            [rows, columns],
                                            [rowStride, columnStride]
                                        )
                                ),
                        }
                    )
                    .Stop()
            );
        var tensor = Assert.Throws<PruneException>(() => TensorProbe.Read(file.Write(), "0.conv.weight"));
        Assert.Equal(Codes.DamagedCheckpoint, tensor.Code);
    }

    [Fact]
    public void A_zip_bomb_is_refused_before_it_is_unpacked()
    {
        using var file = new TorchFileWriter { Compression = CompressionLevel.SmallestSize };
        var path = file.Entry("archive/data/0", new byte[64 << 20]).Pickle(new PickleWriter().Op('N').Stop()).Write();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Throws<PruneException>(() => CheckpointReader.Read(path, new DiagnosticList()));
        Assert.Equal(Codes.OversizedCheckpoint, error.Code);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1 << 20);
    }

    [Fact]
    public void Views_may_not_multiply_stored_weights()
    {
        var entries = Enumerable
            .Range(0, 2000)
            .Select(i =>
                KeyValuePair.Create<string, object?>(
                    $"t{i}",
                    (Action<PickleWriter>)(w => w.Tensor("FloatStorage", "0", 10_000, 0, [10_000], [1]))
                )
            );
        using var file = new TorchFileWriter();
        var path = file.Storage("0", new float[10_000]).Pickle(new PickleWriter().Value(entries).Stop()).Write();
        var error = Assert.Throws<PruneException>(() =>
            TensorProbe.Read(path, [.. Enumerable.Range(0, 2000).Select(i => $"t{i}")])
        );
        Assert.Equal(Codes.OversizedCheckpoint, error.Code);
    }

    [Fact]
    public void Zip_files_that_are_broken_are_damaged_not_crashes()
    {
        using var file = new TorchFileWriter();
        var path = file.Storage("0", 1, 2, 3, 4).Pickle(new PickleWriter().Op('N').Stop()).Write();
        var good = File.ReadAllBytes(path);
        var random = new Random(3);
        for (var trial = 0; trial < 400; trial++)
        {
            var bytes = trial % 2 == 0 ? good[..random.Next(good.Length)] : (byte[])good.Clone();
            for (var i = 0; trial % 2 == 1 && i < 4; i++)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            File.WriteAllBytes(path, bytes);
            Assert.Throws<PruneException>(() => CheckpointReader.Read(path, new DiagnosticList()));
        }
    }

    private static Action<PickleWriter> Sequential(
        IEnumerable<KeyValuePair<string, object?>> children,
        long? from = null
    ) =>
        writer =>
        {
            var state = new Dictionary<string, object?> { ["_modules"] = children.ToList().AsEnumerable() };
            if (from is { } index)
                state["f"] = index;
            writer.Instance("torch.nn.modules.container", "Sequential", state);
        };

    private static Action<PickleWriter> Model(Action<PickleWriter> layers) =>
        writer =>
            writer.Instance(
                "models.yolo",
                "Model",
                new Dictionary<string, object?>
                {
                    ["_modules"] = new Dictionary<string, object?> { ["model"] = layers },
                }
            );

    private static PruneException ReadError(byte[] pickle)
    {
        using var file = new TorchFileWriter();
        var path = file.Pickle(pickle).Write();
        return Assert.Throws<PruneException>(() => CheckpointReader.Read(path, new DiagnosticList()));
    }
}
