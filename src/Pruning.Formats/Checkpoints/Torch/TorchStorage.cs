namespace Pruning.Checkpoints.Torch;

/// <summary>A block of elements that tensors are views of, named by the archive entry <c>data/Key</c>.</summary>
internal sealed record TorchStorage(ElementType Type, string Key, long Count);
