using System.Collections.Immutable;
using Pruning.Checkpoints.Torch;

namespace Pruning.Checkpoints.Safetensors;

/// <summary>A tensor of a safetensors file: where its bytes lie in the data part.</summary>
internal sealed record SafetensorsEntry(
    string Name,
    ElementType Type,
    ImmutableArray<long> Shape,
    long Begin,
    long End
);
