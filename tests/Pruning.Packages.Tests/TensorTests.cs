using System.Runtime.InteropServices;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Pruning.Packages.Tests;

public class TensorTests
{
    [Fact]
    public void A_view_shares_memory_with_its_base()
    {
        using var scope = NewDisposeScope();
        var matrix = tensor(new float[] { 1, 2, 3, 4, 5, 6 }, [2L, 3]);

        matrix[TensorIndex.Ellipsis, 1].fill_(9);

        Assert.Equal([1, 9, 3, 4, 9, 6], matrix.data<float>().ToArray());
    }

    [Fact]
    public void A_strided_view_is_read_in_logical_order()
    {
        using var scope = NewDisposeScope();
        var transposed = arange(6, dtype: float32).reshape(2, 3).t();

        Assert.False(transposed.is_contiguous());
        Assert.Equal([0, 3, 1, 4, 2, 5], transposed.data<float>().ToArray());
        Assert.Equal(4f, transposed.data<float>()[1, 1]);
    }

    [Fact]
    public void Integers_stay_integers_and_numbers_promote_by_kind()
    {
        using var scope = NewDisposeScope();
        var integers = tensor([1L, 2L]);

        Assert.Equal(ScalarType.Int64, (integers * 2).dtype);
        Assert.Equal(ScalarType.Float32, (integers * 1.5).dtype);
        Assert.Equal(ScalarType.Float32, (integers / 2).dtype);
        Assert.Equal(ScalarType.BFloat16, (ones(2, dtype: bfloat16) * 2.0).dtype);
        Assert.Equal(ScalarType.Float64, ones(2, dtype: float32).add(ones(2, dtype: float64)).dtype);
    }

    [Fact]
    public void Masks_and_positions_gather_and_assign()
    {
        using var scope = NewDisposeScope();
        var matrix = arange(12, dtype: float32).reshape(3, 4);

        Assert.Equal([9, 10, 11], matrix[matrix.gt(8)].data<float>().ToArray());
        Assert.Equal(
            [4, 8],
            matrix[TensorIndex.Tensor(tensor([1L, 2L])), TensorIndex.Single(0)].data<float>().ToArray()
        );
        Assert.Equal([3L, 2L], matrix[.., TensorIndex.Tensor(tensor([3L, 0L]))].shape);
        Assert.Equal([3L, 1L, 4L], matrix[TensorIndex.Colon, TensorIndex.None].shape);

        matrix[matrix.gt(8)] = tensor(-1f);
        matrix[.., 1..3] = zeros(3, 2);

        Assert.Equal([0, 0, 0, 3, 4, 0, 0, 7, 8, 0, 0, -1], matrix.data<float>().ToArray());
    }

    [Fact]
    public void An_error_carries_the_library_s_message()
    {
        using var scope = NewDisposeScope();

        var error = Assert.Throws<ExternalException>(() => zeros(2, 3).mm(zeros(2, 3)));

        Assert.Contains("shapes cannot be multiplied", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Threads_can_be_set()
    {
        var before = get_num_threads();
        set_num_threads(2);
        Assert.Equal(2, get_num_threads());
        set_num_threads(before);
    }

    [Fact]
    public void The_same_seed_gives_the_same_numbers()
    {
        using var scope = NewDisposeScope();
        manual_seed(7);
        var first = randn(5);
        manual_seed(7);

        Assert.Equal(first.data<float>().ToArray(), randn(5).data<float>().ToArray());
    }

    [Fact]
    public void Memory_is_pinned_for_a_CUDA_device_and_only_where_there_is_one()
    {
        using var scope = NewDisposeScope();
        var ordinary = zeros(3);
        Assert.False(ordinary.is_pinned());
        if (cuda.is_available())
            Assert.True(ordinary.pin_memory().is_pinned());
        else
            Assert.ThrowsAny<Exception>(() => ordinary.pin_memory());
    }
}
