using System.Collections.Immutable;
using Pruning.Evaluation;
using Pruning.Graphs;

namespace Pruning.Onnx;

/// <summary>
/// Runs a small network by its definitions, in double precision and plain loops: what exports are compared with.
/// </summary>
internal sealed class PlainEvaluator(Network network) : IDetector
{
    public ImmutableArray<string> ClassNames => network.ClassNames;

    public int Stride => network.MaximumStride;

    public Extent? FixedInput => null;

    public int? FixedBatch => null;

    public float[] Detect(ReadOnlyMemory<byte> pixels, int batch, int height, int width)
    {
        var result = new List<float>();
        var picture = 3 * height * width;
        for (var i = 0; i < batch; i++)
        {
            var values = new Dictionary<string, Map>();
            var image = new Map(3, height, width);
            for (var p = 0; p < picture; p++)
                image.Values[p] = pixels.Span[i * picture + p] / 255f;
            foreach (var node in network.Graph.Nodes)
            {
                if (node is DetectNode head)
                    result.AddRange(Decode(head, values));
                else
                    values[node.Name] = Run(node, values, image);
            }
        }

        return [.. result];
    }

    private Map Run(Node node, Dictionary<string, Map> values, Map image) =>
        node switch
        {
            InputNode => image,
            ConvolutionNode convolution => Convolve(convolution, values[convolution.Input]),
            BatchNormNode norm => Normalise(norm, values[norm.Input]),
            ActivationNode activation => values[activation.Input].Select(value => Activate(activation.Kind, value)),
            AddNode => node.Inputs.Select(input => values[input]).Aggregate((a, b) => a.Zip(b)),
            ConcatNode => Map.Join([.. node.Inputs.Select(input => values[input])]),
            MaxPoolNode pool => Pool(pool, values[pool.Input]),
            UpsampleNode up => values[up.Input]
                .Resample(up.Factor, (map, c, y, x) => map[c, y / up.Factor, x / up.Factor]),
            SliceNode slice => Slice(slice, values[slice.Input]),
            _ => throw new NotSupportedException(node.ToString()),
        };

    private static double Activate(ActivationKind kind, double x) =>
        kind switch
        {
            ActivationKind.SiLU => x / (1 + Math.Exp(-x)),
            ActivationKind.ReLU => Math.Max(x, 0),
            ActivationKind.LeakyReLU => x > 0 ? x : 0.1 * x,
            ActivationKind.Hardswish => x * Math.Clamp(x + 3, 0, 6) / 6,
            _ => throw new NotSupportedException(kind.ToString()),
        };

    private Map Convolve(ConvolutionNode node, Map input)
    {
        var weight = network.Parameters[$"{node.Name}.weight"];
        var bias = node.HasBias ? network.Parameters[$"{node.Name}.bias"].Values : null;
        var (outputs, depth) = (weight.Shape[0], weight.Shape[1]);
        var height = Reach(
            input.Height,
            node.Kernel.Height,
            node.Stride.Height,
            node.Padding.Height,
            node.Dilation.Height
        );
        var width = Reach(input.Width, node.Kernel.Width, node.Stride.Width, node.Padding.Width, node.Dilation.Width);
        return Map.Of(outputs, height, width, (o, y, x) =>
        {
            double sum = bias?[o] ?? 0;
            var first = o / (outputs / node.Groups) * depth;
            for (var c = 0; c < depth; c++)
            {
                for (var ky = 0; ky < node.Kernel.Height; ky++)
                {
                    for (var kx = 0; kx < node.Kernel.Width; kx++)
                    {
                        var w = weight.Values[((o * depth + c) * node.Kernel.Height + ky) * node.Kernel.Width + kx];
                        sum +=
                            w
                            * input.At(
                                first + c,
                                y * node.Stride.Height - node.Padding.Height + ky * node.Dilation.Height,
                                x * node.Stride.Width - node.Padding.Width + kx * node.Dilation.Width,
                                0
                            );
                    }
                }
            }

            return sum;
        });
    }

    private static int Reach(int size, int kernel, int stride, int padding, int dilation) =>
        (size + 2 * padding - dilation * (kernel - 1) - 1) / stride + 1;

    private Map Normalise(BatchNormNode node, Map input)
    {
        float Parameter(string suffix, int channel) => network.Parameters[$"{node.Name}.{suffix}"].Values[channel];
        return Map.Of(input.Channels, input.Height, input.Width, (c, y, x) =>
            (input[c, y, x] - Parameter("running_mean", c))
                / Math.Sqrt(Parameter("running_var", c) + node.Epsilon)
                * Parameter("weight", c)
            + Parameter("bias", c)
        );
    }

    private static Map Pool(MaxPoolNode node, Map input) =>
        Map.Of(
            input.Channels,
            Reach(input.Height, node.Kernel, node.Stride, node.Padding, 1),
            Reach(input.Width, node.Kernel, node.Stride, node.Padding, 1),
            (c, y, x) =>
            {
                var best = double.NegativeInfinity;
                for (var k = 0; k < node.Kernel * node.Kernel; k++)
                    best = Math.Max(
                        best,
                        input.At(
                            c,
                            y * node.Stride - node.Padding + k / node.Kernel,
                            x * node.Stride - node.Padding + k % node.Kernel,
                            double.NegativeInfinity
                        )
                    );
                return best;
            }
        );

    private static Map Slice(SliceNode node, Map input) =>
        Map.Of(
            input.Channels,
            (input.Height - node.RowOffset + node.Step - 1) / node.Step,
            (input.Width - node.ColumnOffset + node.Step - 1) / node.Step,
            (c, y, x) => input[c, node.RowOffset + y * node.Step, node.ColumnOffset + x * node.Step]
        );

    private static IEnumerable<float> Decode(DetectNode head, Dictionary<string, Map> values)
    {
        for (var level = 0; level < head.Inputs.Length; level++)
        {
            var map = values[head.Inputs[level]];
            var columns = 5 + head.ClassCount;
            for (var a = 0; a < head.AnchorsPerLevel; a++)
            {
                for (var cell = 0; cell < map.Height * map.Width; cell++)
                {
                    var (y, x) = (cell / map.Width, cell % map.Width);
                    for (var column = 0; column < columns; column++)
                    {
                        var p = 1 / (1 + Math.Exp(-map[a * columns + column, y, x]));
                        yield return (float)(
                            column switch
                            {
                                0 => (2 * p - 0.5 + x) * head.Strides[level],
                                1 => (2 * p - 0.5 + y) * head.Strides[level],
                                2 => 4 * p * p * head.Anchors[level][a].Width,
                                3 => 4 * p * p * head.Anchors[level][a].Height,
                                _ => p,
                            }
                        );
                    }
                }
            }
        }
    }

    /// <summary>Channels, rows, columns.</summary>
    private sealed class Map(int channels, int height, int width)
    {
        public int Channels => channels;

        public int Height => height;

        public int Width => width;

        public double[] Values { get; } = new double[channels * height * width];

        public double this[int c, int y, int x] => Values[(c * height + y) * width + x];

        public double At(int c, int y, int x, double outside) =>
            y < 0 || x < 0 || y >= height || x >= width ? outside : this[c, y, x];

        public static Map Of(int channels, int height, int width, Func<int, int, int, double> value)
        {
            var map = new Map(channels, height, width);
            for (var i = 0; i < map.Values.Length; i++)
                map.Values[i] = value(i / (height * width), i / width % height, i % width);
            return map;
        }

        public Map Select(Func<double, double> function) =>
            Of(channels, height, width, (c, y, x) => function(this[c, y, x]));

        public Map Zip(Map other) => Of(channels, height, width, (c, y, x) => this[c, y, x] + other[c, y, x]);

        public Map Resample(int factor, Func<Map, int, int, int, double> value) =>
            Of(channels, height * factor, width * factor, (c, y, x) => value(this, c, y, x));

        public static Map Join(Map[] maps)
        {
            var joined = new Map(maps.Sum(map => map.Channels), maps[0].Height, maps[0].Width);
            maps.SelectMany(map => map.Values).ToArray().CopyTo(joined.Values, 0);
            return joined;
        }
    }
}
