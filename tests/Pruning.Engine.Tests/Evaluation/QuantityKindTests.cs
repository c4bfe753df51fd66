using Pruning.Evaluation;

namespace Pruning.Tests.Evaluation;

public class QuantityKindTests
{
    [Theory]
    [InlineData("50%", nameof(QuantityKind.Fraction), 0.5)]
    [InlineData("28 %", nameof(QuantityKind.Fraction), 0.28)]
    [InlineData("0.02", nameof(QuantityKind.Fraction), 0.02)]
    [InlineData("2 MB", nameof(QuantityKind.Bytes), 2_000_000)]
    [InlineData("2MiB", nameof(QuantityKind.Bytes), 2_097_152)]
    [InlineData("512 kb", nameof(QuantityKind.Bytes), 512_000)]
    [InlineData("1.2 G", nameof(QuantityKind.Count), 1.2e9)]
    [InlineData("4.5 GFLOPs", nameof(QuantityKind.Count), 4.5e9)]
    [InlineData("900k", nameof(QuantityKind.Count), 900_000)]
    [InlineData("1e6", nameof(QuantityKind.Count), 1e6)]
    [InlineData("15 ms", nameof(QuantityKind.Milliseconds), 15)]
    [InlineData("15", nameof(QuantityKind.Milliseconds), 15)]
    [InlineData("0.5 s", nameof(QuantityKind.Milliseconds), 500)]
    public void Reads_numbers_as_people_write_them(string text, string kind, double expected)
    {
        Assert.True(Kind(kind).TryParse(text, out var value));
        Assert.Equal(expected, value, expected * 1e-15);
    }

    [Theory]
    [InlineData("", nameof(QuantityKind.Bytes))]
    [InlineData("MB", nameof(QuantityKind.Bytes))]
    [InlineData("2 MB", nameof(QuantityKind.Count))]
    [InlineData("50%", nameof(QuantityKind.Bytes))]
    [InlineData("15 ms", nameof(QuantityKind.Number))]
    [InlineData("NaN", nameof(QuantityKind.Fraction))]
    [InlineData("Infinity", nameof(QuantityKind.Number))]
    [InlineData("1e999", nameof(QuantityKind.Number))]
    [InlineData("1,5", nameof(QuantityKind.Number))]
    [InlineData("2 M B", nameof(QuantityKind.Bytes))]
    public void Refuses_what_is_no_finite_number_with_the_kind_s_unit(string text, string kind) =>
        Assert.False(Kind(kind).TryParse(text, out _));

    private static QuantityKind Kind(string name) =>
        (QuantityKind)typeof(QuantityKind).GetProperty(name)!.GetValue(null)!;
}
