using System.Collections.Immutable;
using Pruning.Graphs;
using Pruning.Yolo.Heads;

namespace Pruning.Yolo;

/// <summary>
/// Start values as torch and YOLOv5 choose them: convolutions uniform within 1/sqrt(fan-in) (Kaiming-uniform with a =
/// sqrt 5), batch norms the identity, the head's biases set to the expected objectness and class frequencies.
/// </summary>
internal static class ParameterInitializer
{
    /// <param name="outputChannels">By convolution.</param>
    public static ParameterSet Initialize(Graph graph, IReadOnlyDictionary<string, int> outputChannels, int seed)
    {
        var parameters = new List<Parameter>();
        var start = new NodeStart(outputChannels, parameters, seed);
        foreach (var node in graph.Nodes)
            start.Add(node);
        return graph.Detect is { } detect
            ? new ParameterSet(parameters).With(
                detect.Inputs.Select(
                    (map, level) =>
                        WithPrior(parameters.Single(parameter => parameter.Name == $"{map}.bias"), detect, level)
                )
            )
            : new ParameterSet(parameters);
    }

    /// <summary>A convolution's start values.</summary>
    public static IEnumerable<Parameter> Convolution(ConvolutionNode node, int inputs, int outputs, int seed)
    {
        ImmutableArray<int> shape = [outputs, inputs / node.Groups, node.Kernel.Height, node.Kernel.Width];
        var bound = 1 / Math.Sqrt(shape[1] * shape[2] * shape[3]);
        var name = $"{node.Name}.weight";
        yield return new Parameter(
            name,
            shape,
            new ParameterRandom(seed, name).Uniform(Parameter.CountOf(shape.AsSpan()), bound)
        );
        if (node.HasBias)
            yield return new Parameter(
                $"{node.Name}.bias",
                [outputs],
                new ParameterRandom(seed, $"{node.Name}.bias").Uniform(outputs, bound)
            );
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

        return bias with
        {
            Values = values,
        };
    }
}
