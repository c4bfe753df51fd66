using System.Collections.Immutable;

namespace Pruning.Native;

/// <summary>Bytes that a copy has in the place of a file's own.</summary>
/// <param name="Offset">Where, from the file's start.</param>
/// <param name="Reason">What the copy does without by it, for people.</param>
internal sealed record BytePatch(long Offset, ImmutableArray<byte> Bytes, string Reason);
