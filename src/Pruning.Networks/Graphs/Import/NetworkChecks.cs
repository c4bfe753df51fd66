using Pruning.Diagnostics;

namespace Pruning.Graphs.Import;

/// <summary>What must hold for any imported network, wherever it came from.</summary>
internal static class NetworkChecks
{
    private const int LargestMap = 1 << 20;
    private const int MostChannels = 1 << 17;
    private const long MostChannelsInAll = 1 << 24;

    /// <summary>Structure and weights fit together, every weight is a number, and there is a name a class.</summary>
    public static void Verify(string path, Network network)
    {
        var size = network.MaximumStride * 2;
        long channels = 0;
        foreach (var (name, shape) in ShapeInference.Infer(network.Graph, network.Parameters, size, size))
        {
            if (shape.Channels is < 1 or > MostChannels || (channels += shape.Channels) > MostChannelsInAll)
                throw CheckpointErrors.Oversized(
                    path,
                    $"layer '{CheckpointErrors.Quote(name)}' gives {shape.Channels} channels, {channels} with "
                        + $"those before it"
                );
            if (shape.Height is < 1 or > LargestMap || shape.Width is < 1 or > LargestMap)
                throw CheckpointErrors.Damaged(
                    path,
                    $"layer '{CheckpointErrors.Quote(name)}' makes a {shape.Height}x{shape.Width} map of a "
                        + $"{size}x{size} image"
                );
        }

        foreach (var parameter in network.Parameters)
            RequireFinite(path, parameter);
        if (network.Graph.Detect is { } detect && detect.ClassCount != network.ClassNames.Length)
            throw CheckpointErrors.NotYolo(
                path,
                $"its head has {detect.ClassCount} classes and {network.ClassNames.Length} names"
            );
    }

    private static void RequireFinite(string path, Parameter parameter)
    {
        foreach (var value in parameter.Values)
        {
            if (!float.IsFinite(value))
            {
                throw new PruneException(
                    Codes.NonFiniteWeights,
                    FormattableString.Invariant(
                        $"'{parameter.Name}' in '{Path.GetFileName(path)}' holds {value}. Its training diverged, and every output would be NaN; use an earlier checkpoint."
                    ),
                    new SourceLocation(path)
                );
            }
        }
    }
}
