using Pruning.Evaluation;
using Pruning.Pipeline.Options;

namespace Pruning.Pipeline;

public class QuantityTests
{
    [Theory]
    [InlineData("50%", QuantityKind.Fraction, 0.5)]
    [InlineData("28 %", QuantityKind.Fraction, 0.28)]
    [InlineData("0.02", QuantityKind.Fraction, 0.02)]
    [InlineData("2 MB", QuantityKind.Bytes, 2_000_000)]
    [InlineData("2MiB", QuantityKind.Bytes, 2_097_152)]
    [InlineData("512 kb", QuantityKind.Bytes, 512_000)]
    [InlineData("1.2 G", QuantityKind.Count, 1.2e9)]
    [InlineData("4.5 GFLOPs", QuantityKind.Count, 4.5e9)]
    [InlineData("900k", QuantityKind.Count, 900_000)]
    [InlineData("1e6", QuantityKind.Count, 1e6)]
    [InlineData("15 ms", QuantityKind.Milliseconds, 15)]
    [InlineData("15", QuantityKind.Milliseconds, 15)]
    [InlineData("0.5 s", QuantityKind.Milliseconds, 500)]
    public void Reads_numbers_as_people_write_them(string text, QuantityKind kind, double expected)
    {
        Assert.True(Quantity.TryParse(text, kind, out var value));
        Assert.Equal(expected, value, expected * 1e-15);
    }

    [Theory]
    [InlineData("", QuantityKind.Bytes)]
    [InlineData("MB", QuantityKind.Bytes)]
    [InlineData("2 MB", QuantityKind.Count)]
    [InlineData("50%", QuantityKind.Bytes)]
    [InlineData("15 ms", QuantityKind.Number)]
    [InlineData("NaN", QuantityKind.Fraction)]
    [InlineData("Infinity", QuantityKind.Number)]
    [InlineData("1e999", QuantityKind.Number)]
    [InlineData("1,5", QuantityKind.Number)]
    [InlineData("2 M B", QuantityKind.Bytes)]
    public void Refuses_what_is_no_finite_number_with_the_kind_s_unit(string text, QuantityKind kind) =>
        Assert.False(Quantity.TryParse(text, kind, out _));
}
