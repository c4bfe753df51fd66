using Pruning.Diagnostics;
using Pruning.Graphs;
using Pruning.Graphs.Import;

namespace Pruning.Onnx.Import;

/// <summary>
/// Runs an imported network's maps beside its file's, on a small noisy picture: the two must agree. The head has been
/// proved by itself.
/// </summary>
internal static class OnnxImportProof
{
    private const double Tolerance = 1e-3;

    public static void Verify(OnnxSource source, OnnxHead head, OnnxBody body, Network network)
    {
        NetworkChecks.Verify(
            source.Path,
            network with
            {
                ClassNames = [.. Enumerable.Repeat("", network.Graph.Detect!.ClassCount)],
            }
        );
        var size = source.FixesMaps ? RequireSquare(source) : 2 * network.MaximumStride;
        long[] shape = [1, source.Channels, size, size];
        var picture = Noise(source.Channels * size * size);
        string[] values = [.. head.Maps.Select(map => map.Output[0])];
        var expected = OnnxPart.Run(
            source.Path,
            OnnxPart.Between(source, [(source.Image, shape)], values),
            [(source.Image, shape, picture)],
            values
        );
        var actual = OnnxPart.Run(
            source.Path,
            Export(network, body, size),
            [(OnnxExporter.InputName, shape, picture)],
            [.. values.Select((_, i) => OnnxExporter.OutputName(i))]
        );
        for (var i = 0; i < values.Length; i++)
            Compare(source, body.Maps[i].Name, expected[i].Values, actual[i].Values);
    }

    /// <summary>The network without its head.</summary>
    private static byte[] Export(Network network, OnnxBody body, int size)
    {
        // The renaming kept the order of nodes.
        var nodes = network.Graph.Nodes;
        var maps = body.Maps.Select(map => nodes[body.Nodes.IndexOf(map)].Name);
        return OnnxExporter.Export(
            network with
            {
                Graph = new Graph(nodes.Where(node => node is not DetectNode), maps),
            },
            new OnnxExportOptions(size)
        );
    }

    private static void Compare(OnnxSource source, string map, float[] expected, float[] actual)
    {
        if (expected.Length != actual.Length)
            throw Unfaithful(source, $"'{map}' has {actual.Length} values and {expected.Length} in the file");
        for (var i = 0; i < expected.Length; i++)
        {
            if (!(Math.Abs(expected[i] - actual[i]) <= Tolerance * Math.Max(1, Math.Abs(expected[i]))))
                throw Unfaithful(
                    source,
                    FormattableString.Invariant($"value {i} of '{map}' is {actual[i]} and {expected[i]} in the file")
                );
        }
    }

    private static int RequireSquare(OnnxSource source) =>
        source.Size.Height == source.Size.Width
            ? source.Size.Height
            : throw CheckpointErrors.NotYolo(
                source.Path,
                $"it fixes the sizes of maps inside for pictures of {source.Size.Width}x{source.Size.Height}, "
                    + $"and only square ones can be proved; export it for a square picture"
            );

    private static float[] Noise(int count)
    {
        var random = new Random(20_240_229);
        var values = new float[count];
        for (var i = 0; i < count; i++)
            values[i] = random.NextSingle();
        return values;
    }

    private static PruneException Unfaithful(OnnxSource source, string what) =>
        new(
            Codes.ImportNotFaithful,
            $"The network read from '{Path.GetFileName(source.Path)}' does not compute what the file computes: "
                + $"{what}. Training it would start from another model than was given. Give the checkpoint that the "
                + $"file was exported from, and report this with the file.",
            new SourceLocation(source.Path)
        );
}
