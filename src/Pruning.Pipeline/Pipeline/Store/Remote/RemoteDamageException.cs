namespace Pruning.Pipeline.Store.Remote;

/// <summary>What is wrong with one result in the remote cache, in words for a person.</summary>
internal sealed class RemoteDamageException(string message) : Exception(message);
