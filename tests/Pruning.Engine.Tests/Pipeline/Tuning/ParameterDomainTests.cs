using System.Globalization;

namespace Pruning.Pipeline.Tuning;

public class ParameterDomainTests
{
    [Theory]
    [InlineData(0, "0.0001")]
    [InlineData(0.5, "0.001")]
    [InlineData(1, "0.01")]
    [InlineData(2, "0.01")]
    public void Equal_steps_of_a_logarithmic_range_are_equal_ratios(double place, string value) =>
        Assert.Equal(value, new NumberRange(0.0001, 0.01, IsLogarithmic: true).ValueAt(place));

    [Fact]
    public void A_value_has_four_digits_no_exponent_and_its_own_place()
    {
        var range = new NumberRange(0.00000123456, 0.5, IsLogarithmic: true);
        for (var place = 0.0; place <= 1; place += 0.01)
        {
            var value = range.ValueAt(place);
            Assert.DoesNotContain("E", value, StringComparison.OrdinalIgnoreCase);
            Assert.InRange(double.Parse(value, CultureInfo.InvariantCulture), range.Minimum, range.Maximum);
            Assert.Equal(place, range.PlaceOf(value), 1e-3);
        }
    }

    [Fact]
    public void Whole_numbers_stay_whole_and_what_is_outside_is_at_the_end()
    {
        var range = new NumberRange(1, 4, IsLogarithmic: false, IsWhole: true);
        Assert.Equal(["1", "2", "3", "4"], new[] { 0, 0.3, 0.6, 1.0 }.Select(range.ValueAt));
        Assert.Equal([0, 1], new[] { "-7", "9" }.Select(range.PlaceOf));
        Assert.Equal(double.NaN, range.PlaceOf("auto"));
    }

    [Fact]
    public void Choices_know_a_number_however_it_is_written()
    {
        var choices = new ValueChoices(["auto", "0.50", "Output"]);
        Assert.Equal([0, 1, 2, double.NaN], new[] { "AUTO", "0.5", "output", "none" }.Select(choices.PlaceOf));
        Assert.Equal("Output", choices.ValueAt(2));
    }
}
