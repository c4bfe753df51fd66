using System.Collections.Immutable;

namespace Pruning.Checkpoints.Torch;

/// <summary>A view of a storage, as the file describes it; nothing about it is checked until it is read.</summary>
/// <param name="Offset">Its first element in the storage.</param>
/// <param name="Strides">Elements from one index to the next, a dimension.</param>
internal sealed record TorchTensor(
    TorchStorage Storage,
    long Offset,
    ImmutableArray<long> Sizes,
    ImmutableArray<long> Strides
);
