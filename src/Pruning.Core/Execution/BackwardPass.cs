using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using TorchSharp;

namespace Pruning.Execution;

/// <summary>
/// Backward passes through functions of our own. An exception that leaves such a function's <c>backward</c> runs into libtorch's native frames
/// and ends the process; so it is kept, gradients of 0 are given instead, and it is thrown when the pass has come back.
/// </summary>
internal static class BackwardPass
{
    // By the thread that went forward, which is the one that goes back: libtorch calls functions of a GPU's part on threads of its own.
    private static readonly ConcurrentDictionary<int, ExceptionDispatchInfo> Failures = [];

    /// <summary>The gradients of <paramref name="total"/>, added to those of its leaves.</summary>
    /// <exception cref="Exception">What a function of ours threw meanwhile; the gradients are worth nothing then.</exception>
    public static void Run(torch.Tensor total)
    {
        try
        {
            total.backward();
        }
        catch (Exception) when (Failures.ContainsKey(Environment.CurrentManagedThreadId))
        {
            // What libtorch made of it tells less.
            Take()!.Throw();
        }

        Take()?.Throw();
    }

    /// <summary>What a function's <c>backward</c> returns.</summary>
    /// <param name="thread">The managed thread that went forward.</param>
    /// <param name="gradients">Computes them. Nothing of it may have been made inside of a dispose scope of its own: such tensors become null gradients.</param>
    /// <param name="nothing">Gradients of 0, of the same shapes.</param>
    public static List<torch.Tensor> Guard(int thread, Func<List<torch.Tensor>> gradients, Func<List<torch.Tensor>> nothing)
    {
        try
        {
            return gradients();
        }
        catch (Exception failure)
        {
            Failures.TryAdd(thread, ExceptionDispatchInfo.Capture(failure));
            return nothing();
        }
    }

    private static ExceptionDispatchInfo? Take() => Failures.TryRemove(Environment.CurrentManagedThreadId, out var failure) ? failure : null;
}
