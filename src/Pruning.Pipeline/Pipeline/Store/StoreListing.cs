namespace Pruning.Pipeline.Store;

/// <summary>One entry of a store.</summary>
/// <param name="Stage">Null where its manifest is damaged.</param>
/// <param name="Bytes">Of all its files.</param>
/// <param name="Seconds">How long the stage worked; null with the stage.</param>
/// <param name="Written">When it was published, UTC.</param>
public sealed record StoreListing(string Fingerprint, string? Stage, long Bytes, double? Seconds, DateTime Written);
