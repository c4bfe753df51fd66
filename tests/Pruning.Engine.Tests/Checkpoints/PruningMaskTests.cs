using Pruning.Diagnostics;
using Pruning.Graphs;
using Pruning.Yolo;
using static Pruning.Checkpoints.ModuleWriter;

namespace Pruning.Checkpoints;

/// <summary>Tensors that torch's pruning utilities left as an original and a mask.</summary>
public class PruningMaskTests
{
    private const string Pruned = "model.1.conv.weight";

    private static readonly Network Sample = YoloArchitecture.Create(
        YoloDesign.Scale(YoloTable.P5, 0.33, 0.0625),
        ["a", "b"],
        3
    );

    private readonly DiagnosticList _diagnostics = new();

    [Theory]
    [InlineData("")]
    [InlineData("module.")]
    public void A_state_dicts_masks_are_applied(string prefix)
    {
        var read = ReadState(prefix, (modules, parameter) =>
            [
                Attribute(parameter.Name + "_orig", Whole(modules, parameter)),
                Attribute(parameter.Name + "_mask", modules.Tensor(MaskFor(parameter), Shape(parameter))),
            ]
        );
        Assert.Equal(Masked(Sample.Parameters[Pruned]), read.Parameters[Pruned].Values);
        Assert.Equal(Sample.Parameters["model.0.conv.weight"].Values, read.Parameters["model.0.conv.weight"].Values);
        Assert.Equal(
            Sample.Parameters.Select(parameter => parameter.Name).Order(),
            read.Parameters.Select(parameter => parameter.Name).Order()
        );
    }

    [Fact]
    public void An_original_without_its_mask_is_refused()
    {
        var error = Assert.Throws<PruneException>(() =>
            ReadState("", (modules, parameter) => [Attribute(parameter.Name + "_orig", Whole(modules, parameter))])
        );
        Assert.Equal(Codes.NotYolo, error.Code);
        Assert.Contains($"without '{Pruned}_mask'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mask_of_another_shape_is_refused()
    {
        var error = Assert.Throws<PruneException>(() =>
            ReadState("", (modules, parameter) =>
                [
                    Attribute(parameter.Name + "_orig", Whole(modules, parameter)),
                    Attribute(parameter.Name + "_mask", modules.Tensor(1)),
                ]
            )
        );
        Assert.Equal(Codes.DamagedCheckpoint, error.Code);
        Assert.Contains("its pruning mask [1]", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_whole_models_masks_are_applied_to_what_the_optimiser_changed_last()
    {
        using var file = new TorchFileWriter();
        var modules = new ModuleWriter(file);
        float[] original = [1, 2, 3, 4, 5, 6];
        float[] mask = [1, 0, 1, 0, 1, 0];
        var network = CheckpointReader.Read(
            modules.Write([
                Attribute(
                    "model",
                    Model(
                        new List<object?> { "a", "b" },
                        Conv(modules, original, mask),
                        modules.Detect(2, [0], [2], [1])
                    )
                ),
            ]),
            _diagnostics
        );
        Assert.Equal([1, 0, 3, 0, 5, 0], network.Parameters["model.0.weight"].Values);
        Assert.Equal([3, 0], network.Parameters["model.0.bias"].Values);
    }

    /// <summary>A convolution whose attribute <c>weight</c> is the product of an earlier step.</summary>
    private static Action<PickleWriter> Conv(ModuleWriter modules, float[] original, float[] mask) =>
        writer =>
            writer.Instance(
                "torch.nn.modules.conv",
                "Conv2d",
                [
                    Attribute(
                        "_parameters",
                        new Dictionary<string, object?>
                        {
                            ["weight_orig"] = modules.Tensor(original, 2, 3, 1, 1),
                            ["bias_orig"] = modules.Tensor([3, 4], 2),
                        }
                    ),
                    Attribute(
                        "_buffers",
                        new Dictionary<string, object?>
                        {
                            ["weight_mask"] = modules.Tensor(mask, 2, 3, 1, 1),
                            ["bias_mask"] = modules.Tensor([1, 0], 2),
                        }
                    ),
                    Attribute("_modules", new Dictionary<string, object?>()),
                    Attribute("weight", modules.Tensor([9, 9, 9, 9, 9, 9], 2, 3, 1, 1)),
                    Attribute("bias", modules.Tensor([9, 9], 2)),
                    Attribute("stride", new object?[] { 1, 1 }),
                    Attribute("padding", new object?[] { 0, 0 }),
                    Attribute("dilation", new object?[] { 1, 1 }),
                    Attribute("groups", 1),
                    Attribute("f", -1L),
                ]
            );

    private Network ReadState(
        string prefix,
        Func<ModuleWriter, Parameter, IEnumerable<KeyValuePair<string, object?>>> pruned
    )
    {
        using var file = new TorchFileWriter();
        var modules = new ModuleWriter(file);
        var entries = Sample.Parameters.SelectMany(parameter =>
            parameter.Name == Pruned
                ? pruned(modules, parameter)
                : [Attribute(parameter.Name, Whole(modules, parameter))]
        );
        return CheckpointReader.Read(
            modules.Write([.. entries.Select(entry => Attribute(prefix + entry.Key, entry.Value))]),
            _diagnostics
        );
    }

    private static Action<PickleWriter> Whole(ModuleWriter modules, Parameter parameter) =>
        modules.Tensor(parameter.Values, Shape(parameter));

    private static long[] Shape(Parameter parameter) => [.. parameter.Shape.Select(size => (long)size)];

    private static float[] MaskFor(Parameter parameter) => [.. parameter.Values.Select((_, i) => i % 3 == 0 ? 0f : 1f)];

    private static float[] Masked(Parameter parameter) =>
        [.. parameter.Values.Select((value, i) => i % 3 == 0 ? 0 : value)];
}
