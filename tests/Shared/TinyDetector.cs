using System.Collections.Immutable;
using Pruning.Graphs;

namespace Pruning.Testing;

/// <summary>
/// A detector small enough to train in a test: three strided convolutions with BatchNorm, a shortcut, one level of
/// stride 8, two anchors, two classes.
/// </summary>
internal static class TinyDetector
{
    public const int Stride = 8;

    public static readonly string[] Norms = ["model.0.bn", "model.1.bn", "model.2.bn", "model.3.bn"];

    public static Network Create(int seed = 1, int width = 8)
    {
        var one = Extent.Square(1);
        var two = Extent.Square(2);
        var three = Extent.Square(3);
        var nodes = new List<Node> { new InputNode("images", 3) };
        AddBlock("model.0", "images", two);
        AddBlock("model.1", "model.0.act", two);
        AddBlock("model.2", "model.1.act", two);
        AddBlock("model.3", "model.2.act", one);
        nodes.Add(new AddNode("model.3.add", ["model.2.act", "model.3.act"]));
        nodes.Add(new ConvolutionNode("model.4.m.0", "model.3.add", one, one, default, one, 1, HasBias: true));
        ImmutableArray<Anchor> anchors = [new(10, 12), new(24, 20)];
        nodes.Add(new DetectNode("model.4", ["model.4.m.0"], [anchors], [Stride], ClassCount: 2));

        var random = new Random(seed);
        var parameters = new List<Parameter>();
        AddParameters("model.0", 3);
        foreach (var name in (string[])["model.1", "model.2", "model.3"])
            AddParameters(name, width);
        parameters.Add(Uniform("model.4.m.0.weight", 0.2f, 14, width, 1, 1));
        parameters.Add(Parameter.Filled("model.4.m.0.bias", -1, 14));
        return new Network(
            new Graph(nodes, ["model.4"]),
            new ParameterSet(parameters),
            ["dark", "light"],
            ImmutableSortedDictionary<string, string>.Empty.Add(ProvenanceKeys.Head, ProvenanceKeys.Untrained)
        );

        void AddBlock(string name, string input, Extent stride)
        {
            nodes.Add(new ConvolutionNode($"{name}.conv", input, three, stride, one, one, 1, HasBias: false));
            nodes.Add(new BatchNormNode($"{name}.bn", $"{name}.conv", 1e-3, 0.03));
            nodes.Add(new ActivationNode($"{name}.act", $"{name}.bn", ActivationKind.SiLU));
        }

        void AddParameters(string name, int inputs)
        {
            parameters.Add(Uniform($"{name}.conv.weight", 0.3f, width, inputs, 3, 3));
            parameters.Add(Parameter.Filled($"{name}.bn.weight", 1, width));
            parameters.Add(Parameter.Filled($"{name}.bn.bias", 0, width));
            parameters.Add(Parameter.Filled($"{name}.bn.running_mean", 0, width));
            parameters.Add(Parameter.Filled($"{name}.bn.running_var", 1, width));
        }

        Parameter Uniform(string name, float reach, params int[] shape)
        {
            var values = new float[Parameter.CountOf(shape)];
            for (var index = 0; index < values.Length; index++)
                values[index] = ((random.NextSingle() * 2) - 1) * reach;
            return new Parameter(name, [.. shape], values);
        }
    }
}
