using System.Collections.Immutable;
using Pruning.Execution;
using Pruning.Graphs;
using TorchSharp;
using static TorchSharp.torch;

namespace Pruning.Pruners.SecondOrder;

/// <summary>Sums up the curvature of convolutions, batch by batch.</summary>
internal sealed class CurvatureSums : IDisposable
{
    private readonly Dictionary<string, ReaderSums> _readers;

    public CurvatureSums(IEnumerable<ConvolutionNode> readers, ParameterSet parameters, Device device) =>
        _readers = readers
            .Select((reader, index) => new ReaderSums(reader, parameters[$"{reader.Name}.weight"], device, index))
            .ToDictionary(sums => sums.Name, StringComparer.Ordinal);

    public bool Knows(string convolution) => _readers.ContainsKey(convolution);

    /// <param name="walk">As <see cref="OutputGradients"/> gives it.</param>
    public void Add(NetworkWalk walk)
    {
        foreach (var reader in _readers.Values)
            reader.Add(walk);
    }

    public ImmutableDictionary<string, ReaderCurvature> Read() =>
        _readers.ToImmutableDictionary(pair => pair.Key, pair => pair.Value.Read());

    public void Dispose()
    {
        foreach (var reader in _readers.Values)
            reader.Dispose();
    }
}
