using TorchSharp;
using static TorchSharp.torch;

namespace Pruning.Packages.Tests;

public class DisposeScopeTests
{
    [Fact]
    public void A_scope_disposes_what_was_made_in_it()
    {
        Tensor inner,
            moved,
            detached;
        using (var outer = NewDisposeScope())
        {
            using (NewDisposeScope())
            {
                inner = zeros(2);
                moved = ones(2).MoveToOuterDisposeScope();
                detached = ones(2).DetachFromDisposeScope();
            }

            Assert.True(inner.IsInvalid);
            Assert.False(moved.IsInvalid);
            Assert.True(outer.Contains(moved));
        }

        Assert.True(moved.IsInvalid);
        Assert.False(detached.IsInvalid);
        detached.Dispose();
    }

    [Fact]
    public void What_is_kept_survives_a_clearing()
    {
        using var scope = NewDisposeScope();
        var kept = zeros(2);
        var dropped = zeros(2);

        scope.DisposeEverythingBut(kept);

        Assert.False(kept.IsInvalid);
        Assert.True(dropped.IsInvalid);
        Assert.Equal(1, scope.DisposablesCount);
    }

    [Fact]
    public void A_scope_belongs_to_its_thread()
    {
        using var scope = NewDisposeScope();
        Tensor? other = null;

        var thread = new Thread(() => other = zeros(2));
        thread.Start();
        thread.Join();

        Assert.False(scope.Contains(other!));
        other!.Dispose();
    }

    [Fact]
    public void A_disposed_tensor_says_so()
    {
        var tensor = zeros(2);
        tensor.Dispose();
        tensor.Dispose();

        Assert.Throws<InvalidOperationException>(() => tensor.shape);
    }

    [Fact]
    public void A_parameter_takes_the_place_of_its_tensor_in_the_scope()
    {
        using var scope = NewDisposeScope();
        var data = zeros(2);

        var parameter = new TorchSharp.Modules.Parameter(data);

        Assert.True(data.IsInvalid);
        Assert.True(scope.Contains(parameter));
        Assert.True(parameter.requires_grad);
    }

    [Fact]
    public void A_training_step_in_a_scope_leaves_no_tensor_behind()
    {
        using var weight = randn(4, 4).DetachFromDisposeScope().requires_grad_();
        Step(weight);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        for (var i = 0; i < 10; i++)
            Step(weight);

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);

        static void Step(Tensor weight)
        {
            using var scope = NewDisposeScope();
            using (var first = NewDisposeScope())
                first.MoveToOuter(randn(2, 4).matmul(weight).sigmoid().sum()).backward();
            using (no_grad())
                weight.sub_(weight.grad! * 0.1);
            weight.grad!.zero_();
        }
    }
}
