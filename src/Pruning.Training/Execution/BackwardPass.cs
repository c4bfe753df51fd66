using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using TorchSharp;

namespace Pruning.Execution;

/// <summary>
/// Backward passes through functions of our own. An exception that leaves such a function's <c>backward</c> runs into
/// libtorch's native frames and ends the process; so it is kept, gradients of 0 are given instead, and it is thrown
/// when the pass has come back.
/// </summary>
internal static class BackwardPass
{
    // By the thread that went forward, which is the one that goes back: libtorch calls functions of a GPU's part on
    // threads of its own.
    private static readonly ConcurrentDictionary<int, ExceptionDispatchInfo> Failures = [];

    // What the function before this one returned. libtorch has taken references of its own by the time that it calls
    // the next one.
    [ThreadStatic]
    private static List<torch.Tensor>? _returned;

    /// <summary>The gradients of <paramref name="total"/>, added to those of its leaves.</summary>
    /// <exception cref="Exception">
    /// What a function of ours threw meanwhile; the gradients are worth nothing then.
    /// </exception>
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
        finally
        {
            ForgetReturned();
        }

        Take()?.Throw();
    }

    /// <summary>
    /// What a function's <c>backward</c> returns. Tensors that it makes and does not return are disposed: left to the
    /// scope of the whole step, the gradients of every map would live until its end.
    /// </summary>
    /// <param name="thread">The managed thread that went forward.</param>
    /// <param name="output">The gradient that libtorch handed over, which is ours to dispose.</param>
    /// <param name="gradients">Computes them.</param>
    /// <param name="nothing">Gradients of 0, of the same shapes.</param>
    public static List<torch.Tensor> Guard(
        int thread,
        torch.Tensor output,
        Func<List<torch.Tensor>> gradients,
        Func<List<torch.Tensor>> nothing
    )
    {
        ForgetReturned();
        using (output)
        using (torch.NewDisposeScope())
        {
            try
            {
                _returned = gradients();
            }
            catch (Exception failure)
            {
                Failures.TryAdd(thread, ExceptionDispatchInfo.Capture(failure));
                _returned = nothing();
            }

            // Disposed with the scope, they would be taken for gradients that there are not.
            foreach (var gradient in _returned)
                gradient?.DetachFromDisposeScope();
        }

        return _returned;
    }

    private static void ForgetReturned()
    {
        foreach (var gradient in _returned ?? [])
            gradient?.Dispose();
        _returned = null;
    }

    private static ExceptionDispatchInfo? Take() =>
        Failures.TryRemove(Environment.CurrentManagedThreadId, out var failure) ? failure : null;
}
