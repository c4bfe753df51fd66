using System.Collections.Immutable;
using Pruning.Execution.Rounded;
using Pruning.Graphs;
using TorchSharp;
using static TorchSharp.torch;

namespace Pruning.Execution;

/// <summary>
/// A <see cref="Network"/> that runs on libtorch: interprets the graph node by node over its own copy of the
/// parameters, which training changes in place. Owns that memory; not thread-safe, and forward and backward belong on
/// one thread.
/// </summary>
public sealed class TorchNetwork : IDisposable
{
    private readonly Network _network;
    private readonly NodeOperations _operations;
    private readonly HeadDecoder? _decoder;
    private readonly ImmutableArray<ExecutionStep> _steps;
    private readonly Dictionary<string, int> _lastUse = new(StringComparer.Ordinal);

    /// <param name="network">What to run; it is not changed.</param>
    public TorchNetwork(Network network, ExecutionOptions? options = null)
    {
        TorchRuntime.Initialize();
        Options = options ?? ExecutionOptions.Default;
        if (Options.Rounding is { } rounding)
            network = RangeScales.Attach(network, rounding);
        _network = network;
        Device = Options.Device.ToTorch();
        Parameters = new TorchParameters(network, Device);
        _operations = Options.Rounding is { } plan
            ? new RoundedOperations(network.Graph, Parameters, Options, plan)
            : new NodeOperations(Parameters, Options);
        if (network.Graph.Detect is { } detect)
            _decoder = new HeadDecoder(detect, Device);
        _steps = ExecutionStep.Plan(network.Graph, Options.FusesNorms);
        FindLastUses();
    }

    public ExecutionOptions Options { get; }

    public Graph Graph => _network.Graph;

    public ImmutableArray<string> ClassNames => _network.ClassNames;

    /// <summary>The leaves that training changes, and the running statistics.</summary>
    public TorchParameters Parameters { get; }

    internal Device Device { get; }

    /// <summary>Runs the graph.</summary>
    /// <param name="images"><c>[B, 3, H, W]</c>, float, 0 to 1, on this network's device.</param>
    /// <param name="training">
    /// True normalises by the batch, updates the running statistics and records for the backward pass; false uses the
    /// running statistics.
    /// </param>
    /// <param name="normMomentum">
    /// With <paramref name="training"/>: the share of this batch in the running statistics, instead of each node's own.
    /// </param>
    /// <returns>
    /// The head's raw maps, one a level, <c>[B, A, H, W, 5 + C]</c> before any sigmoid; for a network without a head,
    /// its outputs. They belong to the caller's dispose scope.
    /// </returns>
    public Tensor[] Forward(Tensor images, bool training, double? normMomentum = null) =>
        Forward(images, training, normMomentum, []).Levels;

    /// <summary>Runs the graph, and gives some of the maps on the way.</summary>
    /// <param name="taps">Names of nodes that convolutions read.</param>
    /// <returns>As above, and the taps' maps <c>[B, C, H, W]</c> in the type that they are computed in.</returns>
    internal (Tensor[] Levels, Tensor[] Maps) Forward(
        Tensor images,
        bool training,
        double? normMomentum,
        ImmutableArray<string> taps
    )
    {
        TorchRuntime.UseThreads();
        using var scope = NewDisposeScope();
        using var mode = training ? null : no_grad();
        var walk = Begin(images, training, normMomentum);
        var maps = new Tensor[taps.Length];
        while (walk.Next is { } step)
        {
            walk.Advance();
            if (taps.IndexOf(step.Node.Name) is var tap and >= 0)
                maps[tap] = walk[step.Node.Name].alias(); // the map itself goes as soon as nothing reads it
        }

        var results =
            walk.Levels.Length > 0
                ? walk.Levels
                : [.. Graph.Outputs.Select(output => walk[output].to(ScalarType.Float32))];
        foreach (var result in results.Concat(maps))
            result.MoveToOuterDisposeScope();
        return (results, maps);
    }

    /// <summary>A batch's way through the graph, to be gone step by step.</summary>
    internal NetworkWalk Begin(Tensor images, bool training, double? normMomentum) =>
        new(_steps, _operations, _lastUse, images, training, normMomentum);

    /// <summary>Turns the head's raw maps into boxes and scores.</summary>
    /// <param name="levels">What <see cref="Forward(Tensor, bool, double?)"/> gave.</param>
    /// <returns>
    /// <c>[B, N, 5 + C]</c>: centre x, centre y, width, height in pixels of the network input, objectness, class
    /// scores; levels in order, within each anchor, row, column.
    /// </returns>
    public Tensor Decode(IReadOnlyList<Tensor> levels) =>
        (_decoder ?? throw new InvalidOperationException("This network has no detection head.")).Decode(levels);

    /// <summary>
    /// The parameters and running statistics as they stand, in the order of the network that this was made from.
    /// </summary>
    public ParameterSet ReadParameters() => Parameters.Read();

    /// <summary>The network as it stands.</summary>
    public Network ToNetwork() => _network with { Parameters = ReadParameters() };

    public void Dispose()
    {
        (_operations as IDisposable)?.Dispose();
        _decoder?.Dispose();
        Parameters.Dispose();
    }

    private void FindLastUses()
    {
        for (var index = 0; index < _steps.Length; index++)
        {
            foreach (var input in _steps[index].Inputs)
                _lastUse[input] = index;
        }

        foreach (var output in Graph.Outputs)
            _lastUse[output] = int.MaxValue;
    }
}
