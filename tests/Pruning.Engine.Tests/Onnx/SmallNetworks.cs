using System.Collections.Immutable;
using Pruning.Graphs;

namespace Pruning.Onnx;

/// <summary>Small detectors with random weights that between them use every kind of node.</summary>
internal static class SmallNetworks
{
    /// <summary>
    /// Two levels (strides 4 and 8), three classes: a Focus-like stem of slices, folded and unfolded batch norms, a
    /// shortcut, a depthwise and a dilated convolution, pooling, upsampling, concatenation; odd channel counts as
    /// pruning leaves them.
    /// </summary>
    public static Network Detector(ActivationKind activation = ActivationKind.SiLU, int seed = 1, double amplitude = 1)
    {
        var random = new Random(seed);
        var parameters = new List<Parameter>();
        var nodes = new List<Node>
        {
            new InputNode("images", 3),
            new SliceNode("s00", "images", 0, 0, 2),
            new SliceNode("s10", "images", 1, 0, 2),
            new SliceNode("s01", "images", 0, 1, 2),
            new SliceNode("s11", "images", 1, 1, 2),
            new ConcatNode("focus", ["s00", "s10", "s01", "s11"]),
        };
        Block("stem", "focus", 12, 7, 3, 2, 1, 1);
        Block("a", "stem.act", 7, 7, 1, 1, 1, 1);
        nodes.Add(new AddNode("shortcut", ["stem.act", "a.act", "a.conv"])); // a.conv has two readers: its norm stays
        Block("depth", "shortcut", 7, 7, 3, 1, 7, 1);
        Block("down", "depth.act", 7, 9, 3, 2, 1, 1);
        Block("wide", "down.act", 9, 9, 3, 1, 1, 2);
        nodes.Add(new MaxPoolNode("pool", "wide.act", 5, 1, 2));
        nodes.Add(new ConcatNode("both", ["wide.act", "pool"]));
        nodes.Add(new UpsampleNode("up", "both", 2));
        nodes.Add(new ConcatNode("joined", ["up", "depth.act"]));
        Convolution("fine", "joined", 25, 2 * 8, 1, 1, 1, 1, hasBias: true);
        Convolution("coarse", "both", 18, 2 * 8, 1, 1, 1, 1, hasBias: true);
        nodes.Add(
            new DetectNode(
                "head",
                ["fine", "coarse"],
                [
                    [new Anchor(5, 7), new Anchor(12.5f, 9)],
                    [new Anchor(20, 31), new Anchor(44, 40)],
                ],
                [4, 8],
                3
            )
        );
        return new Network(
            new Graph(nodes, ["head"]),
            new ParameterSet(parameters),
            ["RBC", "it's \"odd\"", "Plättchen"],
            ImmutableSortedDictionary<string, string>.Empty.Add("source", "test")
        );

        void Block(string name, string input, int from, int to, int kernel, int stride, int groups, int dilation)
        {
            Convolution($"{name}.conv", input, from, to, kernel, stride, groups, dilation, hasBias: groups > 1);
            nodes.Add(new BatchNormNode($"{name}.bn", $"{name}.conv", 1e-3, 0.03));
            parameters.Add(Noise($"{name}.bn.weight", 1, 0.5, to));
            parameters.Add(Noise($"{name}.bn.bias", 0, 0.5, to));
            parameters.Add(Noise($"{name}.bn.running_mean", 0, 0.5, to));
            parameters.Add(Noise($"{name}.bn.running_var", 1, 0.5, to));
            nodes.Add(new ActivationNode($"{name}.act", $"{name}.bn", activation));
        }

        void Convolution(
            string name,
            string input,
            int from,
            int to,
            int kernel,
            int stride,
            int groups,
            int dilation,
            bool hasBias
        )
        {
            nodes.Add(
                new ConvolutionNode(
                    name,
                    input,
                    Extent.Square(kernel),
                    Extent.Square(stride),
                    Extent.Square(kernel / 2 * dilation),
                    Extent.Square(dilation),
                    groups,
                    hasBias
                )
            );
            parameters.Add(
                Noise(
                    $"{name}.weight",
                    0,
                    amplitude * 2 / Math.Sqrt(from / groups * kernel * kernel),
                    to,
                    from / groups,
                    kernel,
                    kernel
                )
            );
            if (hasBias)
                parameters.Add(Noise($"{name}.bias", 0, 0.5, to));
        }

        Parameter Noise(string name, double centre, double reach, params int[] shape)
        {
            var parameter = Parameter.Filled(name, 0, shape);
            for (var i = 0; i < parameter.Values.Length; i++)
                parameter.Values[i] = (float)(centre + reach * (2 * random.NextDouble() - 1));
            return parameter;
        }
    }
}
