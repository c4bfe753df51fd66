using System.Collections.Immutable;
using Pruning.Graphs;
using Pruning.Yolo.Heads;

namespace Pruning.Yolo;

/// <summary>
/// Start values as torch and YOLOv5 choose them: convolutions uniform within 1/sqrt(fan-in) (Kaiming-uniform with a = sqrt 5), batch norms
/// the identity, the head's biases set to the expected objectness and class frequencies.
/// </summary>
internal static class ParameterInitializer
{
    /// <param name="outputChannels">By convolution.</param>
    public static ParameterSet Initialize(Graph graph, IReadOnlyDictionary<string, int> outputChannels, int seed)
    {
        var channels = new Dictionary<string, int>(StringComparer.Ordinal);
        var parameters = new List<Parameter>();
        foreach (var node in graph.Nodes)
            channels[node.Name] = Visit(node, channels, outputChannels, parameters, seed);
        return graph.Detect is { } detect
            ? new ParameterSet(parameters).With(detect.Inputs.Select((map, level) => WithPrior(parameters.Single(parameter => parameter.Name == $"{map}.bias"), detect, level)))
            : new ParameterSet(parameters);
    }

    /// <summary>A convolution's start values.</summary>
    public static IEnumerable<Parameter> Convolution(ConvolutionNode node, int inputs, int outputs, int seed)
    {
        ImmutableArray<int> shape = [outputs, inputs / node.Groups, node.Kernel.Height, node.Kernel.Width];
        var bound = 1 / Math.Sqrt(shape[1] * shape[2] * shape[3]);
        var name = $"{node.Name}.weight";
        yield return new Parameter(name, shape, new ParameterRandom(seed, name).Uniform(Parameter.CountOf(shape.AsSpan()), bound));
        if (node.HasBias)
            yield return new Parameter($"{node.Name}.bias", [outputs], new ParameterRandom(seed, $"{node.Name}.bias").Uniform(outputs, bound));
    }

    /// <summary>A head convolution's bias <c>[A * (5 + C)]</c> with <see cref="HeadPriors"/> added.</summary>
    public static Parameter WithPrior(Parameter bias, DetectNode detect, int level)
    {
        var values = (float[])bias.Values.Clone();
        var objectness = HeadPriors.Objectness(detect.Strides[level]);
        var perClass = HeadPriors.Class(detect.ClassCount);
        for (var row = 0; row < values.Length; row += detect.Columns)
        {
            values[row + HeadColumns.Objectness] += objectness;
            for (var column = HeadColumns.FirstClass; column < detect.Columns; column++)
                values[row + column] += perClass;
        }

        return bias with { Values = values };
    }

    private static int Visit(Node node, Dictionary<string, int> channels, IReadOnlyDictionary<string, int> outputChannels, List<Parameter> parameters, int seed)
    {
        switch (node)
        {
            case InputNode input:
                return input.Channels;
            case ConvolutionNode convolution:
                parameters.AddRange(Convolution(convolution, channels[convolution.Input], outputChannels[node.Name], seed));
                return outputChannels[node.Name];
            case BatchNormNode norm:
                var width = channels[norm.Input];
                parameters.AddRange(ShapeInference.BatchNormParameters.Select(name =>
                    Parameter.Filled($"{node.Name}.{name}", name is "weight" or "running_var" ? 1 : 0, width)));
                return width;
            case ConcatNode:
                return node.Inputs.Sum(input => channels[input]);
            default:
                return channels[node.Inputs[0]];
        }
    }
}
