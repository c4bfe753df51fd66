using Pruning.Graphs;
using Pruning.Testing;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Pruning.Execution;

/// <summary>The number of threads decides bits, and libtorch keeps it by thread.</summary>
[Collection(TorchCollection.Name)]
public sealed class ThreadCountTests : IDisposable
{
    private readonly int _before = TorchRuntime.Threads;

    public void Dispose() => TorchRuntime.Initialize(new TorchRuntimeOptions(_before));

    [Fact]
    public void A_change_reaches_a_thread_that_has_run_operators_before()
    {
        TorchRuntime.Initialize(new TorchRuntimeOptions(2));
        using var network = new TorchNetwork(TinyDetector.Create());
        using var worker = new Worker();
        Assert.Equal(2, worker.Do(() => ThreadsOfAPass(network)));
        TorchRuntime.Initialize(new TorchRuntimeOptions(1));
        Assert.Equal(1, worker.Do(() => ThreadsOfAPass(network)));
    }

    private static int ThreadsOfAPass(TorchNetwork network)
    {
        using var scope = NewDisposeScope();
        network.Forward(zeros([1, 3, 32, 32]), training: false);
        return get_num_threads();
    }

    /// <summary>One thread that does what it is told, one thing after the other.</summary>
    private sealed class Worker : IDisposable
    {
        private readonly System.Collections.Concurrent.BlockingCollection<Action> _work = [];
        private readonly Thread _thread;

        public Worker()
        {
            _thread = new Thread(() =>
            {
                foreach (var work in _work.GetConsumingEnumerable())
                    work();
            });
            _thread.Start();
        }

        public T Do<T>(Func<T> work)
        {
            var done = new TaskCompletionSource<T>();
            _work.Add(() => done.SetResult(work()));
            return done.Task.Result;
        }

        public void Dispose()
        {
            _work.CompleteAdding();
            _thread.Join();
            _work.Dispose();
        }
    }
}
