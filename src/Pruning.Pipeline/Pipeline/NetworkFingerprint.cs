using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Pruning.Checkpoints.Safetensors;
using Pruning.Graphs;

namespace Pruning.Pipeline;

/// <summary>Adds a network that is in memory to a fingerprint: every bit of its weights, and its graph.</summary>
internal static class NetworkFingerprint
{
    public static FingerprintBuilder AddNetwork(this FingerprintBuilder builder, Network network)
    {
        using var weights = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var parameter in network.Parameters)
            weights.AppendData(MemoryMarshal.AsBytes<float>(parameter.Values));
        return builder
            .Add("weights", Convert.ToHexStringLower(weights.GetHashAndReset()))
            .Add("graph", GraphJson.Write(network.Graph));
    }
}
