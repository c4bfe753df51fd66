using Pruning.Diagnostics;

namespace Pruning.Checkpoints;

/// <summary>
/// <c>getattr</c> is how Python pickles a method, and the first step out of every pickle: only a method of an object in
/// the file is taken, and nothing can be done with it.
/// </summary>
public class HostileAttributeTests
{
    private static readonly Action<PickleWriter> Conv = writer => writer.Instance("models.common", "Conv", []);

    private static readonly Action<PickleWriter> Method = writer => GetAttribute(writer, Conv, "forward_fuse");

    public static TheoryData<string> Modules => ["__builtin__", "builtins"];

    public static TheoryData<string> Names =>
        [
            "",
            "__class__",
            "__globals__",
            "__init__",
            "__reduce__",
            "__call__",
            "a.b",
            "a b",
            "1a",
            "forward\n",
            "ｆorward",
            new string('a', 65),
        ];

    [Theory]
    [MemberData(nameof(Modules))]
    public void A_method_of_an_object_is_data(string module)
    {
        Assert.Equal(
            Codes.NotYolo,
            Read(writer =>
                writer.Value(
                    new List<object?> { (Action<PickleWriter>)(w => GetAttribute(w, Conv, "forward_fuse", module)) }
                )
            )
        );
        // As Python writes the second: its getattr comes out of the memo.
        Assert.Equal(
            Codes.NotYolo,
            Read(writer =>
                writer
                    .Global(module, "getattr")
                    .Op('q')
                    .Raw(1)
                    .Op('(')
                    .Value(Conv)
                    .Text("forward")
                    .Op('t')
                    .Op('R')
                    .Op('0')
                    .Op('h')
                    .Raw(1)
                    .Op('(')
                    .Value(Conv)
                    .Text("forward")
                    .Op('t')
                    .Op('R')
            )
        );
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_name_that_is_no_plain_method_is_refused(string name) =>
        AssertRefused(writer => GetAttribute(writer, Conv, name));

    [Fact]
    public void Only_an_object_of_the_file_has_methods()
    {
        object?[] others =
        [
            null,
            true,
            1,
            2.0,
            "text",
            new List<object?>(),
            Array.Empty<object?>(),
            new Dictionary<string, object?>(),
            Method,
            Class("models.common", "Conv"),
            Class("builtins", "object"),
            Class("torch", "FloatStorage"),
            Class("torch._utils", "_rebuild_tensor_v2"),
            Made("builtins", "object"),
            Made("__builtin__", "str"),
            Made("types", "ModuleType"),
            Made("types", "SimpleNamespace"),
            Called("Module", "os"),
            (Action<PickleWriter>)(writer => writer.Tensor("FloatStorage", "0", 1, 0, [1], [1])),
        ];
        foreach (var other in others)
            AssertRefused(writer => GetAttribute(writer, other, "system"));
    }

    [Fact]
    public void Other_counts_of_arguments_are_refused()
    {
        AssertRefused(writer => writer.Global("builtins", "getattr").Op(')').Op('R'));
        AssertRefused(writer => writer.Global("builtins", "getattr").Value(new object?[] { Conv }).Op('R'));
        AssertRefused(writer =>
            writer.Global("builtins", "getattr").Value(new object?[] { Conv, "forward", null }).Op('R')
        );
        AssertRefused(writer => writer.Global("builtins", "getattr").Value(new object?[] { "forward", Conv }).Op('R'));
    }

    [Fact]
    public void A_method_is_never_called_by_whatever_instruction()
    {
        AssertRefused(
            writer => writer.Value(Method).Value(new object?[] { "x" }).Op('R'),
            "models.common.Conv.forward_fuse"
        );
        AssertRefused(writer => writer.Value(Method).Op(')').Raw(0x81), "models.common.Conv.forward_fuse");
        AssertRefused(writer => writer.Value(Method).Op(')').Op('}').Raw(0x92), "models.common.Conv.forward_fuse");
        AssertRefused(writer => writer.Op('(').Value(Method).Text("x").Op('o'), "models.common.Conv.forward_fuse");
        Assert.Equal(Codes.DamagedCheckpoint, Read(writer => writer.Value(Method).Op('}').Op('b')));
    }

    [Fact]
    public void The_look_up_itself_is_no_value_and_no_class()
    {
        var lookup = Class("builtins", "getattr");
        Action<PickleWriter>[] places =
        [
            lookup,
            writer => writer.Value(new List<object?> { lookup }),
            writer => writer.Op(']').Value(lookup).Op('a'),
            writer => writer.Value(new object?[] { lookup }),
            writer => writer.Value(lookup).Raw(0x85),
            writer => writer.Value(new Dictionary<string, object?> { ["forward"] = lookup }),
            writer => writer.Op('}').Text("forward").Value(lookup).Op('s'),
            writer => writer.Value(Conv).Value(lookup).Op('b'),
            writer => writer.Value(lookup).Op(')').Raw(0x81),
            writer => writer.Value(lookup).Op(')').Op('}').Raw(0x92),
            writer => writer.Op('(').Value(lookup).Value(Conv).Text("forward").Op('o'),
            writer => writer.Value(lookup).Op('Q'),
            writer => writer.Value(lookup).Op('0').Op('N'),
            writer =>
                writer
                    .Global("copyreg", "_reconstructor")
                    .Value(new object?[] { lookup, Class("builtins", "object"), null })
                    .Op('R'),
            writer => writer.Global("models.common", "Apply").Value(new object?[] { lookup, Conv, "forward" }).Op('R'),
            writer =>
                writer
                    .Value(lookup)
                    .Op('q')
                    .Raw(1)
                    .Value(new object?[] { Conv, "forward" })
                    .Op('R')
                    .Op('0')
                    .Op(']')
                    .Op('h')
                    .Raw(1)
                    .Op('a'),
        ];
        foreach (var place in places)
            AssertRefused(place, "builtins.getattr");
        Assert.Equal(Codes.DamagedCheckpoint, Read(writer => writer.Value(lookup).Op('}').Op('b')));
    }

    [Theory]
    [InlineData("builtins", "setattr")]
    [InlineData("builtins", "delattr")]
    [InlineData("builtins", "vars")]
    [InlineData("builtins", "__import__")]
    [InlineData("builtins", "getattr.__call__")]
    [InlineData("builtins.getattr", "__call__")]
    [InlineData("operator", "attrgetter")]
    [InlineData("operator", "methodcaller")]
    [InlineData("types", "MethodType")]
    [InlineData("functools", "partial")]
    [InlineData("functools", "partialmethod")]
    [InlineData("inspect", "getattr_static")]
    public void What_does_the_same_under_another_name_stays_refused(string module, string name) =>
        AssertRefused(
            writer => writer.Text(module).Text(name).Raw(0x93).Value(new object?[] { Conv, "forward" }).Op('R'),
            $"{module}.{name}"
        );

    private static Action<PickleWriter> Class(string module, string name) => writer => writer.Global(module, name);

    private static Action<PickleWriter> Made(string module, string name) =>
        writer => writer.Global(module, name).Op(')').Raw(0x81);

    private static Action<PickleWriter> Called(string name, string argument) =>
        writer => writer.Global("some.package", name).Value(new object?[] { argument }).Op('R');

    private static void GetAttribute(PickleWriter writer, object? owner, string name, string module = "builtins") =>
        writer.Global(module, "getattr").Value(new object?[] { owner, name }).Op('R');

    private static void AssertRefused(Action<PickleWriter> write, string? named = null)
    {
        var error = ReadError(write);
        Assert.Equal(Codes.UnsafeCheckpoint, error.Code);
        Assert.Contains(named ?? "getattr", error.Message, StringComparison.Ordinal);
    }

    private static DiagnosticCode Read(Action<PickleWriter> write) => ReadError(write).Code;

    private static PruneException ReadError(Action<PickleWriter> write)
    {
        var writer = new PickleWriter();
        write(writer);
        using var file = new TorchFileWriter();
        var path = file.Storage("0", 1).Pickle(writer.Stop()).Write();
        return Assert.Throws<PruneException>(() => CheckpointReader.Read(path, new DiagnosticList()));
    }
}
