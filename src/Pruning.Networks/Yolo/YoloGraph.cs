using System.Collections.Immutable;
using System.Globalization;
using Pruning.Graphs;

namespace Pruning.Yolo;

/// <summary>Describes a design as a graph, and tells how many channels each of its convolutions gives.</summary>
internal sealed class YoloGraph
{
    private readonly GraphBuilder _builder = new();
    private readonly Dictionary<string, int> _outputChannels = new(StringComparer.Ordinal);
    private readonly YoloDesign _design;
    private readonly bool _folded;
    private readonly List<(string Output, int Channels)> _layers = [];

    private readonly ActivationKind _activation;

    private YoloGraph(YoloDesign design, bool folded, ActivationKind activation)
    {
        _activation = activation;
        _design = design;
        _folded = folded;
    }

    /// <param name="anchors">In pixels, a level.</param>
    /// <param name="folded">Whether batch norms have been folded into biases.</param>
    public static (Graph Graph, IReadOnlyDictionary<string, int> OutputChannels) Build(
        YoloDesign design,
        int classCount,
        ImmutableArray<ImmutableArray<Anchor>> anchors,
        bool folded = false,
        ActivationKind activation = ActivationKind.SiLU
    )
    {
        var maker = new YoloGraph(design, folded, activation);
        var image = maker._builder.Add(new InputNode("images", 3));
        for (var i = 0; i < design.Table.Layers.Length; i++)
        {
            var before = i == 0 ? (image, 3) : maker._layers[^1];
            maker._layers.Add(maker.Describe(i, before, classCount, anchors));
        }

        return (maker._builder.Build(maker._layers[^1].Output), maker._outputChannels);
    }

    private (string Output, int Channels) Describe(
        int index,
        (string Output, int Channels) before,
        int classCount,
        ImmutableArray<ImmutableArray<Anchor>> anchors
    )
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"model.{index}");
        var width = _design.Widths[index];
        switch (_design.Table.Layers[index])
        {
            case YoloLayer.Conv conv:
                return (
                    Conv(
                        name,
                        before.Output,
                        ConvolutionForm.Standard(conv.Kernel, conv.Stride, conv.Padding, _folded),
                        width
                    ),
                    width
                );
            case YoloLayer.C3 c3:
                return (C3(name, before.Output, c3, index), width);
            case YoloLayer.Sppf sppf:
                var reduced = before.Channels / 2;
                return (
                    YoloBlocks.Sppf(_builder, name, before.Output, sppf.Kernel, (path, input) =>
                        Pointwise(path, input, path == $"{name}.cv1" ? reduced : width)
                    ),
                    width
                );
            case YoloLayer.Spp spp:
                return (
                    YoloBlocks.Spp(_builder, name, before.Output, spp.Kernels, (path, input) =>
                        Pointwise(path, input, path == $"{name}.cv1" ? before.Channels / 2 : width)
                    ),
                    width
                );
            case YoloLayer.Focus focus:
                return (
                    Conv(
                        $"{name}.conv",
                        YoloBlocks.PixelFold(_builder, name, before.Output),
                        ConvolutionForm.Standard(focus.Kernel, folded: _folded),
                        width
                    ),
                    width
                );
            case YoloLayer.Upsample:
                return (_builder.Add(new UpsampleNode(name, before.Output, 2)), before.Channels);
            case YoloLayer.Concat concat:
                var other = _layers[concat.With];
                return (
                    YoloBlocks.Concat(_builder, name, before.Output, other.Output),
                    before.Channels + other.Channels
                );
            case YoloLayer.Detect detect:
                return (Head(name, detect, classCount, anchors), 0);
            default:
                throw new InvalidOperationException($"Layer {index} of the table is of an unknown kind.");
        }
    }

    private string C3(string name, string input, YoloLayer.C3 layer, int index)
    {
        var width = _design.Widths[index];
        var hidden = width / 2;
        return YoloBlocks.C3(
            _builder,
            name,
            input,
            (path, at) => Pointwise(path, at, path == $"{name}.cv3" ? width : hidden),
            (path, at) =>
            {
                for (var i = 0; i < _design.Repeats[index]; i++)
                    at = YoloBlocks.Bottleneck(
                        _builder,
                        string.Create(CultureInfo.InvariantCulture, $"{path}.{i}"),
                        at,
                        layer.Shortcut,
                        BottleneckPart(hidden)
                    );
                return at;
            }
        );
    }

    /// <summary>A 1x1 convolution, then a 3x3, both as wide as the branch.</summary>
    private Part BottleneckPart(int width) =>
        (path, input) =>
            Conv(
                path,
                input,
                ConvolutionForm.Standard(path.EndsWith(".cv1", StringComparison.Ordinal) ? 1 : 3, folded: _folded),
                width
            );

    private string Pointwise(string name, string input, int width) =>
        Conv(name, input, ConvolutionForm.Standard(1, folded: _folded), width);

    private string Conv(string name, string input, ConvolutionForm form, int width)
    {
        _outputChannels[$"{name}.conv"] = width;
        return YoloBlocks.Conv(_builder, name, input, form with { Activation = _activation });
    }

    private string Head(
        string name,
        YoloLayer.Detect detect,
        int classCount,
        ImmutableArray<ImmutableArray<Anchor>> anchors
    )
    {
        var form = ConvolutionForm.Standard(1, folded: true);
        var maps = ImmutableArray.CreateBuilder<string>();
        for (var i = 0; i < detect.From.Length; i++)
        {
            var map = string.Create(CultureInfo.InvariantCulture, $"{name}.m.{i}");
            _outputChannels[map] = anchors[i].Length * HeadColumns.CountFor(classCount);
            maps.Add(YoloBlocks.Convolution(_builder, map, _layers[detect.From[i]].Output, form));
        }

        return _builder.Add(new DetectNode(name, maps.ToImmutable(), anchors, _design.Table.Strides, classCount));
    }
}
