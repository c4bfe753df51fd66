using System.Globalization;
using Pruning.Graphs;

namespace Pruning.DotnetTool.Models;

/// <summary>
/// The convolution weights of a network that are zero: few by chance, many where single weights were removed.
/// </summary>
internal static class Zeros
{
    // A trained network has none to speak of; the patterns remove a tenth at the least to be worth it.
    private const double Noticeable = 0.05;

    /// <summary>Says what training will do to them where that may not be what is wanted.</summary>
    public static void Note(Network network, bool kept, Action<string> note)
    {
        var share = ShareOf(network);
        if (kept)
            note(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{share:P1} of the convolution weights are zero and stay so"
                )
            );
        else if (share > Noticeable)
            note(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{share:P1} of the convolution weights are zero, as where single weights were removed, and "
                        + $"will be trained like the others; --keep-zeros keeps them"
                )
            );
    }

    private static double ShareOf(Network network)
    {
        var weights = network
            .Graph.Nodes.OfType<ConvolutionNode>()
            .Select(node => network.Parameters[$"{node.Name}.weight"].Values)
            .ToList();
        return weights.Sum(values => values.LongCount(value => value == 0))
            / (double)Math.Max(1, weights.Sum(values => values.LongLength));
    }
}
