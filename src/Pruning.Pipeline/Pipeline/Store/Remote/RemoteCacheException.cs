namespace Pruning.Pipeline.Store.Remote;

/// <summary>
/// Why the remote cache cannot be used, in words for a person: no connection, no answer in time, an answer that no
/// cache gives.
/// </summary>
internal class RemoteCacheException(string message, Exception? inner = null) : Exception(message, inner);
