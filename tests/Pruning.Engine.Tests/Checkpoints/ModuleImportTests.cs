using Pruning.Diagnostics;
using Pruning.Graphs;
using Pruning.Yolo;
using static Pruning.Checkpoints.ModuleWriter;

namespace Pruning.Checkpoints;

/// <summary>Older, folded and custom models, as their module trees describe them.</summary>
public class ModuleImportTests
{
    private readonly DiagnosticList _diagnostics = new();

    [Fact]
    public void An_older_model_of_Focus_CSP_and_SPP_comes_out_whole()
    {
        using var file = new TorchFileWriter();
        var modules = new ModuleWriter(file);
        var network = CheckpointReader.Read(modules.Write([Attribute("model", OldModel(modules))]), _diagnostics);

        var names = network.Graph.Nodes.Select(node => node.Name).ToHashSet();
        Assert.Superset(
            new HashSet<string>
            {
                "model.0.slice.0",
                "model.0.slice.3",
                "model.0.concat",
                "model.0.conv.conv",
                "model.1.cv3",
                "model.1.bn",
                "model.1.act",
                "model.1.m.0.add",
                "model.2.m.2",
                "model.2.concat",
                "model.3.conv",
                "model.4",
                "model.5.m.1",
            },
            names
        );
        Assert.IsType<ConvolutionNode>(network.Graph["model.1.cv2"]);
        Assert.Equal(["model.1.cv3", "model.1.cv2"], network.Graph["model.1.concat"].Inputs.ToArray());
        Assert.Equal([5, 9, 13], network.Graph.Nodes.OfType<MaxPoolNode>().Select(pool => pool.Kernel));
        Assert.All(network.Graph.Nodes.OfType<MaxPoolNode>(), pool => Assert.Equal("model.2.cv1.act", pool.Input));
        Assert.All(network.Graph.Nodes.OfType<ActivationNode>().Where(node => node.Name != "model.1.act"), node =>
            Assert.Equal(ActivationKind.LeakyReLU, node.Kind)
        );
        Assert.Equal(["cat", "dog"], network.ClassNames.ToArray());
        Assert.Empty(_diagnostics.Items);
        // Focus takes rows before columns: second slice is one row down.
        Assert.Equal(
            (1, 0),
            (
                ((SliceNode)network.Graph["model.0.slice.1"]).RowOffset,
                ((SliceNode)network.Graph["model.0.slice.1"]).ColumnOffset
            )
        );
    }

    [Fact]
    public void Anchors_are_stored_in_strides_and_read_in_pixels()
    {
        using var file = new TorchFileWriter();
        var modules = new ModuleWriter(file);
        var network = CheckpointReader.Read(modules.Write([Attribute("model", OldModel(modules))]), _diagnostics);
        Assert.Equal([new Anchor(2.5f, 3), new Anchor(4, 6)], network.Graph.Detect!.Anchors[0].ToArray());
        Assert.Equal([2, 2], network.Graph.Detect.Strides.ToArray());
    }

    [Fact]
    public void A_folded_model_has_biases_and_no_batch_norms()
    {
        using var file = new TorchFileWriter();
        var modules = new ModuleWriter(file);
        var network = CheckpointReader.Read(
            modules.Write([Attribute("model", Small(modules, folded: true))]),
            _diagnostics
        );
        Assert.Empty(network.Graph.Nodes.OfType<BatchNormNode>());
        Assert.True(((ConvolutionNode)network.Graph["model.0.conv"]).HasBias);
        Assert.Equal(4, network.Parameters["model.0.conv.bias"].Values.Length);
    }

    [Fact]
    public void The_averaged_model_is_preferred()
    {
        using var file = new TorchFileWriter();
        var modules = new ModuleWriter(file);
        var network = CheckpointReader.Read(
            modules.Write([
                Attribute("model", Small(modules, folded: true)),
                Attribute("ema", Small(modules, folded: false)),
            ]),
            _diagnostics
        );
        Assert.Single(network.Graph.Nodes.OfType<BatchNormNode>());
    }

    [Fact]
    public void Wrappers_are_looked_through()
    {
        using var file = new TorchFileWriter();
        var modules = new ModuleWriter(file);
        var wrapped = Module(
            "torch.nn.parallel.data_parallel.DataParallel",
            [Attribute("module", Small(modules, folded: false))]
        );
        Assert.Equal(
            2,
            CheckpointReader.Read(modules.Write([Attribute("model", wrapped)]), _diagnostics).ClassNames.Length
        );
    }

    [Fact]
    public void Missing_names_are_a_warning_and_numbers()
    {
        using var file = new TorchFileWriter();
        var modules = new ModuleWriter(file);
        var network = CheckpointReader.Read(
            modules.Write([Attribute("model", Small(modules, folded: false, named: false))]),
            _diagnostics
        );
        Assert.Equal(["class0", "class1"], network.ClassNames.ToArray());
        Assert.Equal(Codes.UnnamedClasses, Assert.Single(_diagnostics.Items).Code);
    }

    [Theory]
    [InlineData("models.common.MixConv2d")]
    [InlineData("models.common.C3TR")]
    [InlineData("torchvision.ops.DeformConv2d")]
    public void An_unsupported_module_is_named_with_its_place(string type)
    {
        using var file = new TorchFileWriter();
        var modules = new ModuleWriter(file);
        var model = Model(
            new List<object?> { "a", "b" },
            modules.Conv(3, 4, 3, 2, from: -1),
            Module(type, [], Attribute("f", -1L)),
            modules.Detect(2, [1], [4], [2])
        );
        var error = Assert.Throws<PruneException>(() =>
            CheckpointReader.Read(modules.Write([Attribute("model", model)]), _diagnostics)
        );
        Assert.Equal(Codes.UnsupportedModule, error.Code);
        Assert.Contains($"{type} at 'model.1'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_activation_of_another_slope_is_not_passed_off_as_YOLOv5s()
    {
        using var file = new TorchFileWriter();
        var modules = new ModuleWriter(file);
        var conv = Module(
            "models.common.Conv",
            [Attribute("conv", modules.Conv2d(3, 4, 3, 2, bias: true)), Attribute("act", LeakyReLU(0.01))],
            Attribute("f", -1L)
        );
        var model = Model(new List<object?> { "a", "b" }, conv, modules.Detect(2, [0], [4], [2]));
        var error = Assert.Throws<PruneException>(() =>
            CheckpointReader.Read(modules.Write([Attribute("model", model)]), _diagnostics)
        );
        Assert.Contains("slope 0.01", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_that_are_not_numbers_are_refused()
    {
        using var file = new TorchFileWriter();
        var modules = new ModuleWriter(file);
        var bad = Module(
            "torch.nn.modules.batchnorm.BatchNorm2d",
            [],
            Attribute(
                "_parameters",
                new Dictionary<string, object?>
                {
                    ["weight"] = modules.Tensor([1, 2, float.NaN, 4], 4),
                    ["bias"] = modules.Tensor(4),
                }
            ),
            Attribute(
                "_buffers",
                new Dictionary<string, object?>
                {
                    ["running_mean"] = modules.Tensor(4),
                    ["running_var"] = modules.Tensor(4),
                }
            ),
            Attribute("eps", 1e-3),
            Attribute("momentum", 0.03),
            Attribute("f", -1L)
        );
        var model = Model(
            new List<object?> { "a", "b" },
            modules.Conv(3, 4, 3, 2, folded: true, from: -1),
            bad,
            modules.Detect(2, [1], [4], [2])
        );
        var error = Assert.Throws<PruneException>(() =>
            CheckpointReader.Read(modules.Write([Attribute("model", model)]), _diagnostics)
        );
        Assert.Equal(Codes.NonFiniteWeights, error.Code);
        Assert.Contains("model.1.weight", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Ghost_blocks_and_C3SPP_come_out_as_plain_layers()
    {
        using var file = new TorchFileWriter();
        var modules = new ModuleWriter(file);
        var none = Module("torch.nn.modules.linear.Identity", []);
        var thin = Module(
            "models.common.GhostBottleneck",
            [Attribute("conv", Sequence(Ghost(modules, 2, 2), none, Ghost(modules, 2, 2))), Attribute("shortcut", none)]
        );
        var ghosts = Module(
            "models.common.C3Ghost",
            [
                Attribute("cv1", modules.Conv(4, 2, 1)),
                Attribute("cv2", modules.Conv(4, 2, 1)),
                Attribute("cv3", modules.Conv(4, 4, 1)),
                Attribute("m", Sequence(thin)),
            ],
            Attribute("f", -1L)
        );
        var spp = Module(
            "models.common.SPP",
            [
                Attribute("cv1", modules.Conv(2, 1, 1)),
                Attribute("cv2", modules.Conv(2, 2, 1)),
                Attribute("m", Module("torch.nn.modules.container.ModuleList", [Attribute("0", Pool(5))])),
            ]
        );
        var pooled = Module(
            "models.common.C3SPP",
            [
                Attribute("cv1", modules.Conv(4, 2, 1)),
                Attribute("cv2", modules.Conv(4, 2, 1)),
                Attribute("cv3", modules.Conv(4, 4, 1)),
                Attribute("m", spp),
            ],
            Attribute("f", -1L)
        );
        var model = Model(
            Names(),
            modules.Conv(3, 4, 3, 2, from: -1),
            ghosts,
            pooled,
            modules.Detect(2, [2], [4], [2])
        );

        var network = CheckpointReader.Read(modules.Write([Attribute("model", model)]), _diagnostics);
        Assert.Equal(
            ["model.1.m.0.conv.2.cv1.act", "model.1.m.0.conv.2.cv2.act"],
            network.Graph["model.1.m.0.conv.2.concat"].Inputs.ToArray()
        );
        Assert.Equal(
            ["model.1.m.0.conv.2.concat", "model.1.cv1.act"],
            network.Graph["model.1.m.0.add"].Inputs.ToArray()
        );
        Assert.Equal("model.2.m.cv1.act", Assert.IsType<MaxPoolNode>(network.Graph["model.2.m.m.0"]).Input);
    }

    [Theory]
    [InlineData("C3", "Bottleneck", "SPPF", "SPP", "models.common")]
    [InlineData("C3Pruned", "BottleneckPruned", "SPPFPruned", "SPPPruned", "models.pruned_common")]
    public void Blocks_of_pruning_scripts_are_YOLOv5s_under_another_name(
        string c3,
        string bottleneck,
        string sppf,
        string spp,
        string module
    )
    {
        using var file = new TorchFileWriter();
        var modules = new ModuleWriter(file);
        var inner = Module(
            $"{module}.{bottleneck}",
            [Attribute("cv1", modules.Conv(3, 2, 1)), Attribute("cv2", modules.Conv(2, 3, 3))],
            Attribute("add", true)
        );
        var block = Module(
            $"{module}.{c3}",
            [
                Attribute("cv1", modules.Conv(4, 3, 1)),
                Attribute("cv2", modules.Conv(4, 1, 1)),
                Attribute("cv3", modules.Conv(4, 4, 1)),
                Attribute("m", Sequence(inner)),
            ],
            Attribute("f", -1L)
        );
        var fast = Module(
            $"{module}.{sppf}",
            [Attribute("cv1", modules.Conv(4, 1, 1)), Attribute("cv2", modules.Conv(4, 4, 1)), Attribute("m", Pool(5))],
            Attribute("f", -1L)
        );
        var wide = Module(
            $"{module}.{spp}",
            [
                Attribute("cv1", modules.Conv(4, 2, 1)),
                Attribute("cv2", modules.Conv(4, 4, 1)),
                Attribute("m", Module("torch.nn.modules.container.ModuleList", [Attribute("0", Pool(5))])),
            ],
            Attribute("f", -1L)
        );
        var network = CheckpointReader.Read(
            modules.Write([
                Attribute(
                    "model",
                    Model(
                        Names(),
                        modules.Conv(3, 4, 3, 2, from: -1),
                        block,
                        fast,
                        wide,
                        modules.Detect(2, [3], [4], [2])
                    )
                ),
            ]),
            _diagnostics
        );

        Assert.Equal(
            ["model.1.m.0.cv2.act", "model.1.cv1.act"],
            network.Graph["model.1.m.0.add"].Inputs.Order(StringComparer.Ordinal).Reverse().ToArray()
        );
        Assert.Equal(["model.1.m.0.add", "model.1.cv2.act"], network.Graph["model.1.concat"].Inputs.ToArray());
        Assert.Equal([5, 5, 5, 5], network.Graph.Nodes.OfType<MaxPoolNode>().Select(pool => pool.Kernel));
        Assert.Empty(_diagnostics.Items);
    }

    [Fact]
    public void A_pruned_block_without_its_parts_is_refused()
    {
        using var file = new TorchFileWriter();
        var modules = new ModuleWriter(file);
        var block = Module(
            "models.pruned_common.C3Pruned",
            [Attribute("cv1", modules.Conv(4, 3, 1))],
            Attribute("f", -1L)
        );
        var model = Model(Names(), modules.Conv(3, 4, 3, 2, from: -1), block, modules.Detect(2, [1], [4], [2]));
        var error = Assert.Throws<PruneException>(() =>
            CheckpointReader.Read(modules.Write([Attribute("model", model)]), _diagnostics)
        );
        Assert.Equal(Codes.UnsupportedModule, error.Code);
        Assert.Contains("C3Pruned at 'model.1.m' without its part 'm'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_state_dict_with_its_yaml_says_its_activation()
    {
        var sample = YoloArchitecture.Create(YoloDesign.Scale(YoloTable.P5, 0.33, 0.0625), ["a", "b"], 3);
        using var file = new TorchFileWriter();
        var modules = new ModuleWriter(file);
        var weights = sample
            .Parameters.Select(parameter =>
                Attribute(
                    "module.model." + parameter.Name["model.".Length..],
                    modules.Tensor(parameter.Values, [.. parameter.Shape.Select(size => (long)size)])
                )
            )
            .ToList();
        List<object?> Level(double first) => [1, 2, 3, 4, 5, first];
        var yaml = new Dictionary<string, object?>
        {
            ["activation"] = "nn.Hardswish()",
            ["anchors"] = new List<object?> { Level(6), Level(7), Level(8.5) },
        };

        var network = CheckpointReader.Read(
            modules.Write([
                Attribute("ema", null),
                Attribute("model", weights.AsEnumerable()),
                Attribute("yaml", yaml),
                Attribute("names", Names()),
            ]),
            _diagnostics
        );
        Assert.All(network.Graph.Nodes.OfType<ActivationNode>(), node =>
            Assert.Equal(ActivationKind.Hardswish, node.Kind)
        );
        Assert.Equal(new Anchor(5, 8.5f), network.Graph.Detect!.Anchors[2][2]);
        Assert.Empty(_diagnostics.Items);
    }

    [Theory]
    [InlineData(16, "16 values a box, where the box, objectness and 1 class take 6. The 10 more")]
    [InlineData(7, "7 values a box, where the box, objectness and 1 class take 6. The 1 more")]
    public void A_head_that_gives_landmarks_is_called_that(int values, string said)
    {
        using var file = new TorchFileWriter();
        var modules = new ModuleWriter(file);
        var head = Module(
            "models.yolo.Detect",
            [
                Attribute(
                    "m",
                    Module(
                        "torch.nn.modules.container.ModuleList",
                        [Attribute("0", modules.Conv2d(4, 2 * values, 1, bias: true))]
                    )
                ),
            ],
            Attribute("f", new List<object?> { 0L }),
            Attribute("nc", 1),
            Attribute("stride", modules.Tensor([2f], 1)),
            Attribute(
                "_buffers",
                new Dictionary<string, object?> { ["anchors"] = modules.Tensor([1.25f, 1.5f, 2, 3], 1, 2, 2) }
            )
        );
        var error = Assert.Throws<PruneException>(() =>
            CheckpointReader.Read(
                modules.Write([
                    Attribute("model", Model(new List<object?> { "face" }, modules.Conv(3, 4, 3, 2, from: -1), head)),
                ]),
                _diagnostics
            )
        );
        Assert.Equal(Codes.NotYolo, error.Code);
        Assert.Contains(said, error.Message, StringComparison.Ordinal);
        Assert.Contains("landmarks", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bare_state_dicts_landmarks_are_called_that_by_its_names()
    {
        var sample = YoloArchitecture.Create(
            YoloDesign.Scale(YoloTable.P5, 0.33, 0.0625),
            [.. Enumerable.Range(0, 11).Select(i => $"{i}")],
            3
        );
        using var file = new TorchFileWriter();
        var modules = new ModuleWriter(file);
        var weights = sample
            .Parameters.Select(parameter =>
                Attribute(
                    parameter.Name,
                    modules.Tensor(parameter.Values, [.. parameter.Shape.Select(size => (long)size)])
                )
            )
            .ToList();
        var error = Assert.Throws<PruneException>(() =>
            CheckpointReader.Read(
                modules.Write([
                    Attribute("model", weights.AsEnumerable()),
                    Attribute("names", new List<object?> { "face" }),
                ]),
                _diagnostics
            )
        );
        Assert.Equal(Codes.NotYolo, error.Code);
        Assert.Contains(
            "16 values a box, where the box, objectness and 1 class take 6. The 10 more are something else, such "
                + "as the landmarks",
            error.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Classes_of_one_name_are_told()
    {
        using var file = new TorchFileWriter();
        var modules = new ModuleWriter(file);
        var path = modules.Write([
            Attribute(
                "model",
                Model(
                    new List<object?> { "cell", "cell" },
                    modules.Conv(3, 4, 3, 2, false, from: -1),
                    modules.Detect(2, [0], [4], [2])
                )
            ),
        ]);
        Assert.Equal(["cell", "cell"], CheckpointReader.Read(path, _diagnostics).ClassNames.ToArray());
        var warning = Assert.Single(_diagnostics.Items);
        Assert.Equal(Codes.EqualClassNames, warning.Code);
        Assert.Contains("calls classes 0 and 1 all 'cell'", warning.Message, StringComparison.Ordinal);
    }

    private static Action<PickleWriter> Ghost(ModuleWriter modules, int inputs, int outputs) =>
        Module(
            "models.common.GhostConv",
            [
                Attribute("cv1", modules.Conv(inputs, outputs / 2, 1)),
                Attribute("cv2", modules.Conv(outputs / 2, outputs / 2, 5)),
            ]
        );

    private static Action<PickleWriter> Small(ModuleWriter modules, bool folded, bool named = true) =>
        Model(named ? Names() : null, modules.Conv(3, 4, 3, 2, folded, from: -1), modules.Detect(2, [0], [4], [2]));

    private static List<object?> Names() => ["cat", "dog"];

    private static Action<PickleWriter> OldModel(ModuleWriter modules)
    {
        var focus = Module("models.common.Focus", [Attribute("conv", modules.Conv(12, 4, 3))], Attribute("f", -1L));
        var csp = Module(
            "models.common.BottleneckCSP",
            [
                Attribute("cv1", modules.Conv(4, 2, 1)),
                Attribute("cv2", modules.Conv2d(4, 2, 1)),
                Attribute("cv3", modules.Conv2d(2, 2, 1)),
                Attribute("cv4", modules.Conv(4, 4, 1)),
                Attribute("bn", modules.Norm(4)),
                Attribute("act", Module("torch.nn.modules.activation.SiLU", [])),
                Attribute("m", Sequence(modules.Bottleneck(2, shortcut: true))),
            ],
            Attribute("f", -1L)
        );
        var spp = Module(
            "models.common.SPP",
            [
                Attribute("cv1", modules.Conv(4, 2, 1)),
                Attribute("cv2", modules.Conv(8, 4, 1)),
                Attribute(
                    "m",
                    Module(
                        "torch.nn.modules.container.ModuleList",
                        [Attribute("0", Pool(5)), Attribute("1", Pool(9)), Attribute("2", Pool(13))]
                    )
                ),
            ],
            Attribute("f", -1L)
        );
        var concat = Module(
            "models.common.Concat",
            [],
            Attribute("f", new List<object?> { -1, 2 }),
            Attribute("d", 1L)
        );
        return Model(
            Names(),
            focus,
            csp,
            spp,
            modules.Conv(4, 4, 3, from: -1),
            concat,
            modules.Detect(2, [3, 4], [4, 8], [2, 2])
        );
    }
}
