using System.Diagnostics;
using TorchSharp;
using static TorchSharp.torch;

namespace Pruning.Packages.Tests;

[Collection(nameof(NativeMemoryTests))]
public class NativeMemoryTests
{
    // 64 MiB of floats: glibc maps blocks above 32 MiB one by one and unmaps them when they are freed. What is smaller
    // comes from the arenas of the threads that run forward and backward, whose fragments grow to hundreds of MiB
    // before they stop growing.
    private const long Elements = 16 << 20;
    private const int Rounds = 12;

    // Twelve rounds hold at least 768 MiB if what a graph saves is not given back.
    private const long Allowed = 192L << 20;

    [Fact]
    public void A_graph_gives_back_what_it_saved_after_its_backward() => Holds(x => x.backward());

    [Fact]
    public void A_graph_that_is_dropped_gives_back_what_it_saved() => Holds(_ => { });

    private static void Holds(Action<Tensor> use)
    {
        using var weight = ones(Elements).DetachFromDisposeScope().requires_grad_();
        Round();
        var before = Resident();
        for (var i = 0; i < Rounds; i++)
            Round();

        Assert.InRange(Resident() - before, long.MinValue, Allowed);

        void Round()
        {
            using var scope = NewDisposeScope();
            use(Doubled.apply(weight * 1.5).sum());
            weight.grad = null;
        }
    }

    private static long Resident()
    {
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }

    private sealed class Doubled : autograd.SingleTensorFunction<Doubled>
    {
        public override string Name => nameof(Doubled);

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
        {
            var doubled = (Tensor)vars[0] * 2;
            ctx.save_for_backward([(Tensor)vars[0], doubled]);
            return doubled;
        }

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
        {
            Assert.Equal(2, ctx.get_saved_variables().Count);
            return [grad_output * 2];
        }
    }
}

/// <summary>What the process holds is measured, so nothing else runs meanwhile.</summary>
[CollectionDefinition(nameof(NativeMemoryTests), DisableParallelization = true)]
public sealed class NativeMemoryCollection;
