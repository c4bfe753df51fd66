namespace Pruning.Checkpoints;

/// <summary>
/// Writes small pickled module trees with the attributes that torch and YOLOv5 give theirs; every weight is its
/// element's number modulo 7.
/// </summary>
internal sealed class ModuleWriter(TorchFileWriter file)
{
    private int _storages;

    public static KeyValuePair<string, object?> Attribute(string name, object? value) =>
        KeyValuePair.Create(name, value);

    public Action<PickleWriter> Tensor(params long[] sizes)
    {
        var count = sizes.Aggregate(1L, (product, size) => product * size);
        return Tensor([.. Enumerable.Range(0, (int)count).Select(i => (float)(i % 7) + 1)], sizes);
    }

    public Action<PickleWriter> Tensor(float[] values, params long[] sizes)
    {
        var key = $"{_storages++}";
        file.Storage(key, values);
        var strides = new long[sizes.Length];
        long step = 1;
        for (var i = sizes.Length - 1; i >= 0; i--)
        {
            strides[i] = step;
            step *= sizes[i];
        }

        return writer => writer.Tensor("FloatStorage", key, values.Length, 0, sizes, strides);
    }

    public static Action<PickleWriter> Module(
        string type,
        IEnumerable<KeyValuePair<string, object?>> children,
        params KeyValuePair<string, object?>[] attributes
    )
    {
        var dot = type.LastIndexOf('.');
        return writer =>
            writer.Instance(
                type[..dot],
                type[(dot + 1)..],
                new[]
                {
                    Attribute("_parameters", new Dictionary<string, object?>()),
                    Attribute("_modules", new List<KeyValuePair<string, object?>>(children).AsEnumerable()),
                }.Concat(attributes)
            );
    }

    public Action<PickleWriter> Conv2d(
        int inputs,
        int outputs,
        int kernel,
        int stride = 1,
        bool bias = false,
        int groups = 1
    ) =>
        Leaf(
            "torch.nn.modules.conv.Conv2d",
            [
                Attribute("weight", Tensor(outputs, inputs / groups, kernel, kernel)),
                Attribute("bias", bias ? Tensor(outputs) : null),
            ],
            Attribute("stride", new object?[] { stride, stride }),
            Attribute("padding", new object?[] { kernel / 2, kernel / 2 }),
            Attribute("dilation", new object?[] { 1, 1 }),
            Attribute("groups", groups),
            Attribute("padding_mode", "zeros")
        );

    public Action<PickleWriter> Norm(int channels) =>
        Leaf(
            "torch.nn.modules.batchnorm.BatchNorm2d",
            [
                .. new[] { "weight", "bias", "running_mean", "running_var" }.Select(name =>
                    Attribute(name, Tensor(channels))
                ),
            ],
            Attribute("eps", 1e-3),
            Attribute("momentum", 0.03)
        );

    public static Action<PickleWriter> LeakyReLU(double slope = 0.1) =>
        Leaf("torch.nn.modules.activation.LeakyReLU", [], Attribute("negative_slope", slope));

    public Action<PickleWriter> Conv(
        int inputs,
        int outputs,
        int kernel,
        int stride = 1,
        bool folded = false,
        long? from = null
    ) =>
        Module(
            "models.common.Conv",
            folded
                ?
                [
                    Attribute("conv", Conv2d(inputs, outputs, kernel, stride, bias: true)),
                    Attribute("act", LeakyReLU()),
                ]
                :
                [
                    Attribute("conv", Conv2d(inputs, outputs, kernel, stride)),
                    Attribute("bn", Norm(outputs)),
                    Attribute("act", LeakyReLU()),
                ],
            [.. From(from)]
        );

    public Action<PickleWriter> Bottleneck(int channels, bool shortcut) =>
        Module(
            "models.common.Bottleneck",
            [Attribute("cv1", Conv(channels, channels, 1)), Attribute("cv2", Conv(channels, channels, 3))],
            Attribute("add", shortcut)
        );

    public static Action<PickleWriter> Pool(int kernel) =>
        Leaf(
            "torch.nn.modules.pooling.MaxPool2d",
            [],
            Attribute("kernel_size", kernel),
            Attribute("stride", 1),
            Attribute("padding", kernel / 2),
            Attribute("dilation", 1),
            Attribute("ceil_mode", false)
        );

    public static Action<PickleWriter> Sequence(params Action<PickleWriter>[] modules) =>
        Module("torch.nn.modules.container.Sequential", modules.Select((module, i) => Attribute($"{i}", module)));

    /// <summary>A head of two anchors a level, in units of the stride.</summary>
    public Action<PickleWriter> Detect(int classes, int[] from, int[] inputs, int[] strides) =>
        Module(
            "models.yolo.Detect",
            [
                Attribute(
                    "m",
                    Module(
                        "torch.nn.modules.container.ModuleList",
                        inputs.Select((input, i) => Attribute($"{i}", Conv2d(input, 2 * (5 + classes), 1, bias: true)))
                    )
                ),
            ],
            Attribute("f", from.Select(index => (object?)index).ToList()),
            Attribute("nc", classes),
            Attribute("stride", Tensor([.. strides.Select(stride => (float)stride)], strides.Length)),
            Attribute(
                "_buffers",
                new Dictionary<string, object?>
                {
                    ["anchors"] = Tensor([.. inputs.SelectMany(_ => new[] { 1.25f, 1.5f, 2, 3 })], inputs.Length, 2, 2),
                }
            )
        );

    /// <summary>Writes the file: a checkpoint dict with the model.</summary>
    public string Write(IEnumerable<KeyValuePair<string, object?>> checkpoint) =>
        file.Pickle(new PickleWriter().Value(checkpoint.ToList().AsEnumerable()).Stop()).Write();

    public static Action<PickleWriter> Model(object? names, params Action<PickleWriter>[] layers) =>
        Module("models.yolo.Model", [Attribute("model", Sequence(layers))], Attribute("names", names));

    public static IEnumerable<KeyValuePair<string, object?>> From(long? from) =>
        from is { } index ? [Attribute("f", index)] : [];

    private static Action<PickleWriter> Leaf(
        string type,
        KeyValuePair<string, object?>[] parameters,
        params KeyValuePair<string, object?>[] attributes
    )
    {
        var dot = type.LastIndexOf('.');
        return writer =>
            writer.Instance(
                type[..dot],
                type[(dot + 1)..],
                new[]
                {
                    Attribute("_parameters", parameters.ToList().AsEnumerable()),
                    Attribute("_modules", new Dictionary<string, object?>()),
                    Attribute("f", -1L),
                }.Concat(attributes)
            );
    }
}
