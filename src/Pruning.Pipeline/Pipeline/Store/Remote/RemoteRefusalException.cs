namespace Pruning.Pipeline.Store.Remote;

/// <summary>Why the remote cache does not take what is put there; it may still give.</summary>
internal sealed class RemoteRefusalException(string message, Exception? inner = null)
    : RemoteCacheException(message, inner);
