namespace Pruning.Checkpoints.Official;

/// <summary>Why a file could not be fetched, in words for a person.</summary>
internal sealed class DownloadException(string message, Exception? inner = null) : Exception(message, inner);
