using System.Diagnostics;
using TorchSharp;
using static TorchSharp.torch;

namespace Pruning.Packages.Tests;

[Collection(nameof(NativeMemoryTests))]
public class NativeMemoryTests
{
    private const long Elements = 1 << 20; // 4 MiB of floats
    private const int Rounds = 150;

    // 150 rounds hold at least 600 MiB if what a graph saves is not given back.
    private const long Allowed = 200L << 20;

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
