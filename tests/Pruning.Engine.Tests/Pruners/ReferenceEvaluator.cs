using Pruning.Graphs;

namespace Pruning.Pruners;

/// <summary>Runs a graph for one image in plain loops and double precision: slow, short, and obviously right.</summary>
internal static class ReferenceEvaluator
{
    /// <summary>A map <c>[Channels, Height, Width]</c>.</summary>
    public sealed record Map(int Channels, int Height, int Width)
    {
        public double[] Values { get; init; } = new double[Channels * Height * Width];

        public ref double this[int c, int y, int x] => ref Values[(((c * Height) + y) * Width) + x];
    }

    /// <returns>The outputs of all nodes but detection heads, by name.</returns>
    public static Dictionary<string, Map> Run(Graph graph, ParameterSet parameters, Map image)
    {
        var maps = new Dictionary<string, Map>(StringComparer.Ordinal);
        foreach (var node in graph.Nodes.Where(node => node is not DetectNode))
        {
            maps[node.Name] = node switch
            {
                InputNode => image,
                ConvolutionNode conv => Convolve(conv, maps[conv.Input], parameters),
                BatchNormNode norm => Normalise(norm, maps[norm.Input], parameters),
                ActivationNode act => Each(maps[act.Input], value => Activate(act.Kind, value)),
                AddNode add => Sum([.. add.Inputs.Select(input => maps[input])]),
                ConcatNode concat => Join([.. concat.Inputs.Select(input => maps[input])]),
                MaxPoolNode pool => Pool(pool, maps[pool.Input]),
                UpsampleNode up => Enlarge(up, maps[up.Input]),
                SliceNode slice => Slice(slice, maps[slice.Input]),
                _ => throw new InvalidOperationException(node.GetType().Name),
            };
        }

        return maps;
    }

    private static Map Convolve(ConvolutionNode node, Map input, ParameterSet parameters)
    {
        var weight = parameters[$"{node.Name}.weight"];
        var (outputs, inputsEach) = (weight.Shape[0], weight.Shape[1]);
        var result = new Map(
            outputs,
            ((input.Height + (2 * node.Padding.Height) - node.Kernel.Height) / node.Stride.Height) + 1,
            ((input.Width + (2 * node.Padding.Width) - node.Kernel.Width) / node.Stride.Width) + 1
        );
        for (var o = 0; o < outputs; o++)
        {
            var firstInput = o / (outputs / node.Groups) * inputsEach;
            for (var y = 0; y < result.Height; y++)
            {
                for (var x = 0; x < result.Width; x++)
                {
                    var sum = node.HasBias ? parameters[$"{node.Name}.bias"].Values[o] : 0.0;
                    for (var i = 0; i < inputsEach; i++)
                    {
                        for (var ky = 0; ky < node.Kernel.Height; ky++)
                        {
                            for (var kx = 0; kx < node.Kernel.Width; kx++)
                            {
                                var (sy, sx) = (
                                    (y * node.Stride.Height) + ky - node.Padding.Height,
                                    (x * node.Stride.Width) + kx - node.Padding.Width
                                );
                                if (sy < 0 || sx < 0 || sy >= input.Height || sx >= input.Width)
                                    continue;
                                sum +=
                                    weight.Values[
                                        (((((o * inputsEach) + i) * node.Kernel.Height) + ky) * node.Kernel.Width) + kx
                                    ] * input[firstInput + i, sy, sx];
                            }
                        }
                    }

                    result[o, y, x] = sum;
                }
            }
        }

        return result;
    }

    private static Map Normalise(BatchNormNode node, Map input, ParameterSet parameters)
    {
        float[] Of(string suffix) => parameters[$"{node.Name}.{suffix}"].Values;
        var (weight, bias, mean, variance) = (Of("weight"), Of("bias"), Of("running_mean"), Of("running_var"));
        var size = input.Height * input.Width;
        return input with
        {
            Values =
            [
                .. input.Values.Select(
                    (value, index) =>
                        (
                            (value - mean[index / size])
                            / Math.Sqrt(variance[index / size] + node.Epsilon)
                            * weight[index / size]
                        ) + bias[index / size]
                ),
            ],
        };
    }

    private static double Activate(ActivationKind kind, double value) =>
        kind switch
        {
            ActivationKind.SiLU => value / (1 + Math.Exp(-value)),
            ActivationKind.ReLU => Math.Max(value, 0),
            ActivationKind.LeakyReLU => value > 0 ? value : 0.1 * value,
            _ => value * Math.Clamp(value + 3, 0, 6) / 6,
        };

    private static Map Each(Map input, Func<double, double> function) =>
        input with
        {
            Values = [.. input.Values.Select(function)],
        };

    private static Map Sum(Map[] inputs) =>
        inputs[0] with
        {
            Values =
            [
                .. Enumerable.Range(0, inputs[0].Values.Length).Select(i => inputs.Sum(input => input.Values[i])),
            ],
        };

    private static Map Join(Map[] inputs) =>
        inputs[0] with
        {
            Channels = inputs.Sum(input => input.Channels),
            Values = [.. inputs.SelectMany(input => input.Values)],
        };

    private static Map Pool(MaxPoolNode node, Map input)
    {
        var result = new Map(
            input.Channels,
            ((input.Height + (2 * node.Padding) - node.Kernel) / node.Stride) + 1,
            ((input.Width + (2 * node.Padding) - node.Kernel) / node.Stride) + 1
        );
        Fill(result, (c, y, x) =>
        {
            var most = double.NegativeInfinity;
            for (var ky = 0; ky < node.Kernel; ky++)
            {
                for (var kx = 0; kx < node.Kernel; kx++)
                {
                    var (sy, sx) = ((y * node.Stride) + ky - node.Padding, (x * node.Stride) + kx - node.Padding);
                    if (sy >= 0 && sx >= 0 && sy < input.Height && sx < input.Width)
                        most = Math.Max(most, input[c, sy, sx]);
                }
            }

            return most;
        });
        return result;
    }

    private static Map Enlarge(UpsampleNode node, Map input)
    {
        var result = new Map(input.Channels, input.Height * node.Factor, input.Width * node.Factor);
        Fill(result, (c, y, x) => input[c, y / node.Factor, x / node.Factor]);
        return result;
    }

    private static Map Slice(SliceNode node, Map input)
    {
        var result = new Map(
            input.Channels,
            (input.Height - node.RowOffset + node.Step - 1) / node.Step,
            (input.Width - node.ColumnOffset + node.Step - 1) / node.Step
        );
        Fill(result, (c, y, x) => input[c, node.RowOffset + (y * node.Step), node.ColumnOffset + (x * node.Step)]);
        return result;
    }

    private static void Fill(Map map, Func<int, int, int, double> value)
    {
        for (var c = 0; c < map.Channels; c++)
        {
            for (var y = 0; y < map.Height; y++)
            {
                for (var x = 0; x < map.Width; x++)
                    map[c, y, x] = value(c, y, x);
            }
        }
    }
}
