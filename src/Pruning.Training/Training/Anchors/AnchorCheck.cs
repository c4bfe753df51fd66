using System.Collections.Immutable;
using System.Globalization;
using Pruning.Data;
using Pruning.Diagnostics;
using Pruning.Graphs;

namespace Pruning.Training.Anchors;

/// <summary>
/// Before a training: whether the head's anchors suit the dataset's boxes, and anchors that do where they do not. A box
/// that no anchor takes is never learnt, however long the training.
/// </summary>
public static class AnchorCheck
{
    private const double EnoughRecall = 0.98;
    private const int Generations = 1000;
    private const int MostBoxesToSearch = 20_000;
    private const double LeastSide = 2;

    // Apart from the draws that make images.
    private const long SearchEpoch = -1;

    /// <param name="network">With a detection head.</param>
    /// <param name="split">Training images.</param>
    /// <param name="imageSize">In pixels.</param>
    /// <param name="ratio">The loss's <c>anchor_t</c>.</param>
    /// <param name="say">Takes a line with the figures.</param>
    /// <param name="diagnostics">
    /// Told where the anchors do not suit and none were found that do (<c>PRUNE3009</c>).
    /// </param>
    /// <returns>
    /// The network, with new anchors in its head where those are better; they travel with it from there on.
    /// </returns>
    public static Network Fit(
        Network network,
        DatasetSplit split,
        int imageSize,
        double ratio,
        long seed,
        Action<string> say,
        IDiagnosticSink? diagnostics = null
    )
    {
        if (network.Graph.Detect is not { } head || split.LabelCount == 0)
            return network; // the training itself says what is wrong with that
        var boxes = BoxSize.Collect(split, imageSize, seed);
        Anchor[] anchors = [.. head.Anchors.SelectMany(level => level)];
        var before = AnchorFit.Measure(anchors, boxes.AsSpan(), ratio);
        if (before.BestPossibleRecall > EnoughRecall)
        {
            say($"anchors suit the dataset: {Figures(before)}");
            return network;
        }

        var found = Search(anchors, BoxSize.Collect(split, imageSize, null), ratio, seed);
        var after = AnchorFit.Measure(found, boxes.AsSpan(), ratio);
        if (after.BestPossibleRecall > before.BestPossibleRecall)
        {
            say($"anchors fitted to the dataset: {Figures(after)}; before, {Figures(before)}");
            return WithAnchors(network, head, found, before, after);
        }

        diagnostics?.Report(
            PruneDiagnostic.Of(
                Codes.AnchorsDoNotFit,
                $"The anchors do not suit the dataset, {Figures(before)}, and none were found that suit it "
                    + $"better. Boxes that no anchor takes are never learnt. A larger ImageSize, or a larger anchor_t "
                    + $"in the Hyperparameters (it is {ratio.ToString(CultureInfo.InvariantCulture)}), takes more of "
                    + $"them; boxes of a few pixels, or slimmer than 1 to "
                    + $"{ratio.ToString(CultureInfo.InvariantCulture)}, may also be wrong labels."
            )
        );
        return network;
    }

    /// <summary>As many anchors as there are, by clusters and evolution, from small to large.</summary>
    internal static Anchor[] Search(Anchor[] anchors, ImmutableArray<BoxSize> boxes, double ratio, long seed)
    {
        var random = new CounterRandom(seed, SearchEpoch, 0);
        var usable = boxes.Where(box => box.Width >= LeastSide || box.Height >= LeastSide).ToImmutableArray();
        var step = (usable.Length + MostBoxesToSearch - 1) / MostBoxesToSearch;
        ImmutableArray<BoxSize> sample = step > 1 ? [.. usable.Where((_, index) => index % step == 0)] : usable;
        if (sample.IsEmpty)
            return anchors;
        var start = AnchorClusters
            .Find(sample, anchors.Length, ref random)
            ?.Select(centre => new Anchor((float)centre.Width, (float)centre.Height))
            .ToArray()
            ?? anchors;
        return
        [
            .. AnchorEvolution
                .Evolve(start, sample, ratio, Generations, ref random)
                .OrderBy(anchor => anchor.Width * anchor.Height),
        ];
    }

    // The finest level gets the smallest.
    private static Network WithAnchors(
        Network network,
        DetectNode head,
        Anchor[] sorted,
        AnchorFit before,
        AnchorFit after
    )
    {
        var levels = new ImmutableArray<Anchor>[head.Strides.Length];
        var next = 0;
        foreach (var level in Enumerable.Range(0, levels.Length).OrderBy(level => head.Strides[level]))
        {
            levels[level] = [.. sorted[next..(next + head.AnchorsPerLevel)]];
            next += head.AnchorsPerLevel;
        }

        var nodes = network.Graph.Nodes.Select(node => node == head ? head with { Anchors = [.. levels] } : node);
        return network with
        {
            Graph = new Graph(nodes, network.Graph.Outputs),
            Provenance = network.Provenance.SetItem(
                ProvenanceKeys.Anchors,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"fitted, best possible recall {before.BestPossibleRecall:0.0000} to "
                        + $"{after.BestPossibleRecall:0.0000}"
                )
            ),
        };
    }

    private static string Figures(AnchorFit fit) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"best possible recall {fit.BestPossibleRecall:0.0000}, {fit.AnchorsPerBox:0.00} anchors a box"
        );
}
