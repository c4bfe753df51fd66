namespace Pruning.Evaluation.Gates;

/// <summary>What a locked baseline says of the pictures that are kept beside it.</summary>
/// <param name="Sha256">Of their file, lower-case hexadecimal.</param>
/// <param name="Content">The split's images and labels, as one fingerprint: only the same ones compare.</param>
public sealed record LockedPicturesMark(string Sha256, string Content);
