using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Pruning.Execution;
using Pruning.Graphs;

namespace Pruning.Training;

/// <summary>Identifies a training by all that decides its result: start weights, data, options.</summary>
internal static class TrainingKey
{
    public static string Compute(Network start, TrainingData data, TrainingOptions options)
    {
        // Not the device: a training that is moved to another one goes on there.
        var anywhere = options with { Execution = options.Execution with { Device = ExecutionDevice.Cpu } };
        return Compute(
            options.Distillation is { } distillation ? [start, distillation.Teacher] : [start],
            data.Identity + JsonSerializer.Serialize(anywhere)
        );
    }

    /// <summary>The same of a training without a schedule of epochs.</summary>
    /// <param name="networks">The networks whose weights are part of the key, in a fixed order.</param>
    public static string Compute(IEnumerable<Network> networks, string settings)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var network in networks)
            Append(hash, network);
        hash.AppendData(Encoding.UTF8.GetBytes(settings));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Append(IncrementalHash hash, Network network)
    {
        foreach (var parameter in network.Parameters)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{parameter.Name}[{string.Join(',', parameter.Shape)}]"));
            hash.AppendData(MemoryMarshal.AsBytes<float>(parameter.Values));
        }

        // What the graph says beyond the shapes: anchors move the loss.
        foreach (var anchor in network.Graph.Detect?.Anchors.SelectMany(level => level) ?? [])
            hash.AppendData(
                Encoding.UTF8.GetBytes(
                    string.Create(CultureInfo.InvariantCulture, $"{anchor.Width:R}x{anchor.Height:R};")
                )
            );
    }
}
