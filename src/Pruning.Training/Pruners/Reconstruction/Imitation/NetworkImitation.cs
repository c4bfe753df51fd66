using Pruning.Data;
using Pruning.Execution;
using Pruning.Graphs;
using Pruning.Training;
using Pruning.Training.Distilling;
using TorchSharp;
using static TorchSharp.torch;

namespace Pruning.Pruners.Reconstruction.Imitation;

/// <summary>
/// A cut network that learns to give what the whole one gives: at its output, where the whole one sees objects, and in
/// the channels that are left of every map on the way (after Romero et al., "FitNets: Hints for Thin Deep Nets", ICLR
/// 2015). No labels: any picture serves, however it is varied, so that a few hundred labelled ones are no limit to what
/// is learnt of the whole network.
/// </summary>
internal sealed class NetworkImitation : IDisposable
{
    private readonly ImitationOptions _options;
    private readonly TorchNetwork _whole;
    private readonly TorchNetwork _part;
    private readonly ImitatedMaps _maps;
    private readonly OutputImitation _output;
    private readonly OrthogonalDescent _optimizer;

    /// <param name="whole">Before the cut.</param>
    /// <param name="cut">What <see cref="Surgery"/> made of it by <paramref name="plan"/>.</param>
    /// <param name="loss">Its gains weigh the output.</param>
    /// <param name="weighing">A few batches to weigh channels by; each is disposed.</param>
    public NetworkImitation(
        Network whole,
        Network cut,
        PrunePlan plan,
        ImitationOptions options,
        DetectionLoss loss,
        IEnumerable<TrainingBatch> weighing,
        ExecutionOptions execution
    )
    {
        _options = options;
        _whole = new TorchNetwork(whole, execution);
        _part = new TorchNetwork(cut, execution);
        _maps = ImitatedMaps.Choose(whole, plan, weighing, loss, execution with { Precision = Precision.Fp32 });
        _output = new OutputImitation(cut.Graph.Detect!, loss.Gains, loss.Balance, temperature: 1, _part.Device);
        _optimizer = new OrthogonalDescent(_part.Parameters);
    }

    /// <summary>Steps done.</summary>
    public int Steps { get; private set; }

    /// <summary>Learns from one batch; it stays the caller's.</summary>
    /// <returns>How far off the maps and the output were.</returns>
    public (double Maps, double Output) Step(TrainingBatch batch)
    {
        using var scope = NewDisposeScope();
        var images = batch.ImagesOn(_whole.Device);
        var (wantedLevels, wantedMaps) = _whole.Forward(images, training: false, normMomentum: null, _maps.Nodes);
        var (levels, maps) = _part.Forward(images, training: true, normMomentum: null, _maps.Nodes);
        var (distance, output) = (_maps.Distance(maps, wantedMaps, Steps), _output.Compute(levels, wantedLevels).sum());
        BackwardPass.Run(distance.Plus(output.Times(_options.OutputWeight)));
        _optimizer.Step(_options.RateAt(Steps));
        Steps++;
        var read = HostTensor.ToArray(stack([distance.detach(), output.detach()]));
        return (read[0], read[1]);
    }

    /// <summary>The cut network as it stands; its running statistics are of the last batches.</summary>
    public Network ToNetwork() => _part.ToNetwork();

    /// <summary>All that a later run goes on from.</summary>
    public IEnumerable<(string Name, float[] Values)> Save() =>
        _part
            .ReadParameters()
            .Select(parameter => ("weights/" + parameter.Name, parameter.Values))
            .Concat(_optimizer.Save().Select(buffer => ("momentum/" + buffer.Name, buffer.Values)));

    /// <param name="weights">By name, as saved.</param>
    public void Restore(
        int steps,
        IReadOnlyDictionary<string, float[]> weights,
        IReadOnlyDictionary<string, float[]> momentum
    )
    {
        Steps = steps;
        foreach (var name in _part.Parameters.Names)
            _part.Parameters.Write(name, weights[name]);
        _optimizer.Restore(momentum);
    }

    public void Dispose()
    {
        _optimizer.Dispose();
        _output.Dispose();
        _maps.Dispose();
        _part.Dispose();
        _whole.Dispose();
    }
}
