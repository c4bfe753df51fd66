using System.Collections.Immutable;
using Pruning.Diagnostics;
using Pruning.Graphs;
using Pruning.Pipeline.Options;
using Pruning.Pipeline.Prune;
using Pruning.Pruners;

namespace Pruning.Pipeline.Expectations;

/// <summary>
/// Width against resolution (Tan and Le, "EfficientNet", ICML 2019; Han et al., "Model Rubik's Cube", NeurIPS 2020):
/// for a few resolutions, what is left of the dense network's accuracy by the cut that the targets still ask for there,
/// what training is expected to make of that, and the one that comes out best. A network that sees fewer pixels has all
/// that it was pretrained with; one that lost channels has to learn again, and not every dataset can teach it.
/// </summary>
internal sealed class ResolutionSearch(ResolutionOptions options, StageInputs inputs)
{
    /// <summary>Resolutions that are tried at most.</summary>
    public const int MostTrials = 4;

    // Strides across: fewer cells than that say little about a picture.
    private const int FewestCells = 3;

    private readonly PlanMaker _planner = new(options.Prune, inputs, inputs.Cache);

    /// <summary>Takes a progress line and the share done, if known.</summary>
    public Action<string, double?> Report { get; init; } = (_, _) => { };

    public CancellationToken Cancellation { get; init; }

    /// <summary>What the choice depends on beside the options.</summary>
    public IEnumerable<StageInput> Reads => [.. _planner.Reads, .. new PrunedAccuracy(options.Prune, inputs).Reads];

    private PrunedAccuracy Accuracy => new(options.Prune, inputs) { Report = Report, Cancellation = Cancellation };

    private int Size => options.Prune.ImageSize;

    /// <param name="network">The dense one.</param>
    public ResolutionReport Find(Network network)
    {
        var found = options.ChoosesResolution ? Choose(network) : Given(network);
        return options.Activation is { } activation
            ? found with
            {
                Activation = Try(activation, network, found),
            }
            : found;
    }

    // The project says it.
    private ResolutionReport Given(Network network) =>
        new(Size, options.Prune.NetworkSize, Accuracy.Whole(network, Size), [], "") { IsChosen = false };

    private ActivationTrial Try(ActivationKind activation, Network network, ResolutionReport found)
    {
        Report(FormattableString.Invariant($"trying another activation at {found.Resolution} px"), null);
        if (found.Dense < ExpectedAccuracy.LeastDense || Cut(found.Resolution, network) is not { } made)
            return new ActivationTrial(activation, found.Dense, null);
        var exchanged = made with { Network = made.Network.WithActivation(activation) };
        return new ActivationTrial(activation, found.Dense, Accuracy.Fitted(network, exchanged, found.Resolution));
    }

    private ResolutionReport Choose(Network network)
    {
        var dense = Accuracy.Whole(network, Size);
        if (dense < ExpectedAccuracy.LeastDense)
            return new ResolutionReport(
                Size,
                Size,
                dense,
                [],
                "the dense network has hardly learnt the classes, so nothing can be told by what a cut leaves"
            );
        var whole = Try(Size, network, dense);
        // No other one can be expected to do better.
        if (options.Trains && whole.Fitted >= AccuracyModel.Enough * dense)
            return new ResolutionReport(
                Size,
                Size,
                dense,
                [whole],
                "training is expected to bring back what the cut takes"
            );
        ImmutableArray<ResolutionTrial> trials = [whole, .. Smaller(network).Select(size => Try(size, network, dense))];
        var best = trials.MaxBy(trial => trial.Expected)!;
        return new ResolutionReport(
            Size,
            best.Resolution,
            dense,
            trials,
            best == whole
                ? "no smaller one is expected to keep more"
                : "fewer pixels are expected to keep more than fewer channels"
        );
    }

    private ResolutionTrial Try(int resolution, Network network, double dense)
    {
        Report(FormattableString.Invariant($"trying {resolution} px"), null);
        var whole = Accuracy.Whole(network, resolution);
        if (Cut(resolution, network) is not { } made)
            return new ResolutionTrial(resolution, whole, 0, 0);
        var refusing = options
            .Limits.FirstOrDefault(limit => limit.Refuses(made.Network, options.Prune.Export.SeenAt(resolution)))
            ?.Metric;
        // The whole size is what there is where no smaller one passes either.
        if (refusing is not null && resolution < Size)
            return new ResolutionTrial(resolution, whole, 0, 0) { RefusedBy = refusing };
        var fitted = Accuracy.Fitted(network, made, resolution);
        return new ResolutionTrial(
            resolution,
            whole,
            fitted,
            options.Trains ? AccuracyModel.Published.Expect(dense, whole, fitted).Middle : fitted
        );
    }

    // Nothing where the targets cannot be met at this resolution.
    private PrunedNetwork? Cut(int resolution, Network network)
    {
        try
        {
            return new NetworkPruner(_planner.At(resolution)).Make(
                network,
                new DiagnosticList(),
                _ => { },
                proven: false,
                cancellation: Cancellation
            );
        }
        catch (PruneException refusal) when (refusal.Code == Codes.TargetOutOfReach)
        {
            return null;
        }
    }

    // Down to the first at which the whole network meets the targets, from large to small.
    private IEnumerable<int> Smaller(Network network)
    {
        var stride = network.MaximumStride;
        var sizes = new List<int>();
        var isMet = false;
        for (var size = Size - stride; size >= FewestCells * stride && !isMet; size -= stride)
        {
            sizes.Add(size);
            isMet = _planner.At(size).IsMetUnpruned(network, Cancellation);
        }

        // A cut by time needs the times of a resolution's layers in all their widths, minutes for each: without a cut
        // the whole network's will do.
        if (options.Prune.TargetsLatency)
            return isMet ? sizes[^1..] : [];
        // Evenly spread, both ends among them.
        var count = Math.Min(MostTrials - 1, sizes.Count);
        return Enumerable
            .Range(0, count)
            .Select(index =>
                sizes[count == 1 ? sizes.Count - 1 : (int)Math.Round((double)index * (sizes.Count - 1) / (count - 1))]
            );
    }
}
