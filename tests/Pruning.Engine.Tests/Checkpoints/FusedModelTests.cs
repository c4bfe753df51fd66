using Pruning.Diagnostics;
using Pruning.Graphs;
using static Pruning.Checkpoints.ModuleWriter;

namespace Pruning.Checkpoints;

/// <summary>
/// Models that YOLOv5's own <c>fuse()</c> has changed: their convolutions hold the method that leaves out the folded
/// batch norm.
/// </summary>
public class FusedModelTests
{
    private const byte Memo = 9;

    private readonly DiagnosticList _diagnostics = new();

    [Theory]
    [InlineData("forward_fuse")]
    [InlineData("fuseforward")]
    [InlineData("forward")]
    public void A_fused_model_is_the_one_without_the_method(string method)
    {
        var plain = Read(modules => Model(modules.Conv(3, 4, 3, 2, folded: true, from: -1), modules));
        var fused = Read(modules => Model(Fused(modules, method), modules));
        Assert.Equal(
            plain.Graph.Nodes.Select(node => node.ToString()),
            fused.Graph.Nodes.Select(node => node.ToString())
        );
        Assert.Equal(
            plain.Parameters.Select(parameter => parameter.Values),
            fused.Parameters.Select(parameter => parameter.Values)
        );
        Assert.Empty(_diagnostics.Items);
    }

    [Theory]
    [InlineData("models.common.AutoShape")]
    [InlineData("models.common.DetectMultiBackend")]
    public void Wrapped_for_inference_it_is_the_same(string wrapper)
    {
        using var file = new TorchFileWriter();
        var modules = new ModuleWriter(file);
        var model = Model(Fused(modules, "forward_fuse"), modules);
        var network = CheckpointReader.Read(
            file.Pickle(new PickleWriter().Value(Module(wrapper, [Attribute("model", model)])).Stop()).Write(),
            _diagnostics
        );
        Assert.True(((ConvolutionNode)network.Graph["model.0.conv"]).HasBias);
    }

    [Fact]
    public void A_method_that_computes_something_else_is_refused_by_place() =>
        AssertRefused(modules => Fused(modules, "forward_new"), "'model.0' that computes by 'forward_new'");

    [Fact]
    public void A_batch_norm_that_would_be_left_out_is_refused() =>
        AssertRefused(
            modules => Fused(modules, "forward_fuse", folded: false),
            "'model.0' that computes by 'forward_fuse'"
        );

    [Fact]
    public void Another_objects_method_is_refused() =>
        AssertRefused(
            modules =>
                With(modules, folded: true, writer =>
                    writer
                        .Global("builtins", "getattr")
                        .Value(new object?[] { modules.Conv(3, 4, 3), "forward_fuse" })
                        .Op('R')
                ),
            "'model.0' that computes by 'forward_fuse'"
        );

    [Fact]
    public void A_function_in_the_methods_place_is_refused() =>
        AssertRefused(
            modules => With(modules, folded: true, writer => writer.Global("my.code", "run")),
            "'model.0' that computes by 'my.code.run'"
        );

    private void AssertRefused(Func<ModuleWriter, Action<PickleWriter>> conv, string said)
    {
        var error = Assert.Throws<PruneException>(() => Read(modules => Model(conv(modules), modules)));
        Assert.Equal(Codes.UnsupportedModule, error.Code);
        Assert.Contains(said, error.Message, StringComparison.Ordinal);
    }

    private Network Read(Func<ModuleWriter, Action<PickleWriter>> model)
    {
        using var file = new TorchFileWriter();
        var modules = new ModuleWriter(file);
        return CheckpointReader.Read(modules.Write([Attribute("model", model(modules))]), _diagnostics);
    }

    private static Action<PickleWriter> Model(Action<PickleWriter> conv, ModuleWriter modules) =>
        ModuleWriter.Model(new List<object?> { "cat", "dog" }, conv, modules.Detect(2, [0], [4], [2]));

    /// <summary>
    /// A convolution that holds its own method, as Python writes it: the object is remembered before its state.
    /// </summary>
    private static Action<PickleWriter> Fused(ModuleWriter modules, string method, bool folded = true) =>
        With(modules, folded, writer =>
            writer.Global("__builtin__", "getattr").Op('(').Op('h').Raw(Memo).Text(method).Op('t').Op('R')
        );

    private static Action<PickleWriter> With(ModuleWriter modules, bool folded, Action<PickleWriter> forward)
    {
        var children = new List<KeyValuePair<string, object?>>
        {
            Attribute("conv", modules.Conv2d(3, 4, 3, 2, bias: folded)),
            Attribute("act", LeakyReLU()),
        };
        if (!folded)
            children.Add(Attribute("bn", modules.Norm(4)));
        var state = new Dictionary<string, object?>
        {
            ["_parameters"] = new Dictionary<string, object?>(),
            ["_modules"] = children.AsEnumerable(),
            ["f"] = -1L,
            ["forward"] = forward,
        };
        return writer =>
            writer.Global("models.common", "Conv").Op(')').Raw(0x81).Op('q').Raw(Memo).Value(state).Op('b');
    }
}
