using System.Collections.Immutable;
using Pruning.Graphs;

namespace Pruning.Yolo;

/// <summary>
/// Start values as torch and YOLOv5 choose them: convolutions uniform within 1/sqrt(fan-in) (Kaiming-uniform with a = sqrt 5), batch norms
/// the identity, the head's biases set to the expected objectness and class frequencies (focal-loss paper, section 3.3).
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

    /// <summary>A head convolution's bias with the log-odds added that 8 objects in a 640-pixel image, spread over the classes, would have.</summary>
    public static Parameter WithPrior(Parameter bias, DetectNode detect, int level)
    {
        var values = (float[])bias.Values.Clone();
        var width = 5 + detect.ClassCount;
        var cells = 640.0 / detect.Strides[level];
        var objectness = (float)Math.Log(8 / (cells * cells));
        var perClass = (float)Math.Log(0.6 / (detect.ClassCount - 0.99999));
        for (var anchor = 0; anchor < values.Length / width; anchor++)
        {
            values[(anchor * width) + 4] += objectness;
            for (var i = 5; i < width; i++)
                values[(anchor * width) + i] += perClass;
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
