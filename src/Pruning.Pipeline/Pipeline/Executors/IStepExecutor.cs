using Pruning.Pipeline.Store;

namespace Pruning.Pipeline.Executors;

/// <summary>Has other machines do steps. Steps that do not read each other may be handed over at once.</summary>
public interface IStepExecutor
{
    /// <summary>Has a step done, and waits for it. The caller holds the lock of its result.</summary>
    /// <returns>The result, in this machine's store.</returns>
    /// <exception cref="Diagnostics.PruneException">
    /// What the stage refuses there; PRUNE9101 to PRUNE9109 where the other machines are at fault.
    /// </exception>
    /// <exception cref="OperationCanceledException">Stopped; nothing goes on elsewhere.</exception>
    StoreEntry Make(HandedStep handed, CancellationToken cancellation);
}
