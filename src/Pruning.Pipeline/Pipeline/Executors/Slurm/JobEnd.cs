using Pruning.Diagnostics;
using Pruning.Pipeline.Store;

namespace Pruning.Pipeline.Executors.Slurm;

/// <summary>How a job ended.</summary>
/// <param name="Entry">Its result, in this machine's store; null where there is none.</param>
/// <param name="Stopped">Why another job may go on with it; null where it has a result, or has failed.</param>
/// <param name="Failure">Why no other job would do better.</param>
internal sealed record JobEnd(StoreEntry? Entry, string? Stopped = null, PruneException? Failure = null);
