using Pruning.Execution.Fused;
using Pruning.Testing;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Pruning.Execution;

[Collection(TorchCollection.Name)]
public class BackwardPassTests
{
    public BackwardPassTests() => TorchRuntime.Initialize();

    [Fact]
    public void A_failure_in_a_function_of_our_own_comes_out_after_the_pass()
    {
        using var scope = NewDisposeScope();
        var input = ones(3).requires_grad_();
        var failure = Assert.Throws<InvalidTimeZoneException>(() => BackwardPass.Run(Failing.apply(input, true).sum()));
        Assert.Equal("on purpose", failure.Message);
        // It is told once: the next pass is as good as any.
        input.grad!.zero_();
        BackwardPass.Run((Failing.apply(input, false) * 2).sum());
        Assert.Equal([2, 2, 2], HostTensor.ToArray(input.grad!));
    }

    [Fact]
    public async Task A_failure_on_one_thread_is_not_told_on_another()
    {
        var failed = Task.Run(() =>
        {
            using var scope = NewDisposeScope();
            return Assert.Throws<InvalidTimeZoneException>(() =>
                BackwardPass.Run(Failing.apply(ones(3).requires_grad_(), true).sum())
            );
        });
        for (var i = 0; i < 100; i++)
        {
            using var scope = NewDisposeScope();
            BackwardPass.Run(Failing.apply(ones(3).requires_grad_(), false).sum());
        }

        Assert.NotNull(await failed);
    }

    /// <summary>
    /// A step's scope would keep the gradients of all maps at once: half a gigabyte of a small network's.
    /// </summary>
    [Fact]
    public void A_pass_leaves_nothing_in_the_scope_of_its_step()
    {
        using var scope = NewDisposeScope();
        var input = randn([2, 8, 6, 6]).requires_grad_();
        var (weight, bias) = (ones(8).requires_grad_(), zeros(8).requires_grad_());
        var map = input;
        for (var layer = 0; layer < 3; layer++)
            map = NormActivation.Run(map, weight, bias, new NormCall(zeros(8), ones(8), Training: true, 0.1, 1e-3));
        var total = map.sum();
        var before = scope.DisposablesCount;
        BackwardPass.Run(total);
        Assert.Equal(before, scope.DisposablesCount);
        Assert.Contains(HostTensor.ToArray(input.grad!), value => value != 0);
        Assert.Contains(HostTensor.ToArray(weight.grad!), value => value != 0);
    }

    private sealed class Failing : autograd.SingleTensorFunction<Failing>
    {
        public override string Name => nameof(Failing);

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
        {
            ctx.save_data("fails", vars[1]);
            ctx.save_data("thread", Environment.CurrentManagedThreadId);
            return ((Tensor)vars[0]).clone();
        }

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output) =>
            BackwardPass.Guard(
                (int)ctx.get_data("thread"),
                grad_output,
                () =>
                    (bool)ctx.get_data("fails")
                        ? throw new InvalidTimeZoneException("on purpose")
                        : [grad_output.clone(), null!],
                () => [zeros_like(grad_output), null!]
            );
    }
}
